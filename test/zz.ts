import { recordOf } from './manifest/records.js';
import { update } from './manifest/update/updating.js';
const e=(n:string,v:string,f:string,s:string)=>`- name: ${n}\n  version: ${v}\n  uri: https://b.example/${f}\n  md5: 0e0f3f4f6735995a87c80941c70dfaae\n  cf_stacks: [${s}]\n`;
const text='dependencies:\n'+e('go','1.1.1','go.tgz','a')+e('go','1.1.2','go-linux-noarch.tgz','b')+e('node','1.1.1','node-linux-noarch.tgz','a');
const W=[{"name":"go","version":"1.1.2","arch":"s390x","stack":"b"},{"name":"node","version":"1.1.1","arch":"x64","stack":"a"},{"name":"go","version":"1.1.1","arch":"s390x","stack":"a"},{"name":"node","version":"1.1.1","arch":"s390x","stack":"a"}] as any;
const r=W.map((w:any)=>recordOf(w));
const o={dependencies:{go:{keep:undefined,all:false}}} as any;
const f=update(text,r,o); console.log(text); console.log(f.text,f.changes.map(c=>c.message), f.notes);
const s=update(f.text,r,o); console.log(s.text,s.changes.map(c=>c.message), s.notes);
