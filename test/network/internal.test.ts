import test from 'ava';
import { isInternal } from '../../src/network/internal.js';

test('loopback, link-local and private addresses are internal, however they are written', (t) => {
  for (const address of [
    ...['127.0.0.1', '127.255.0.9', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255'],
    ...['192.168.1.1', '169.254.169.254', '100.64.0.1', '224.0.0.1', '255.255.255.255'],
    ...['::1', '::', '0:0:0:0:0:0:0:1', 'fe80::1', 'fe80::1%eth0', 'fd00::1', 'fec0::1', 'ff02::1'],
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:ffff:10.0.0.1', '::127.0.0.1'],
    ...['64:ff9b::127.0.0.1', '64:ff9b::a00:1', '64:ff9b::1', '64:ff9b:1::808:808'],
    ...['2002:7f00:1::', '2001:0:1::'],
  ]) {
    t.true(isInternal(address), address);
  }
});

test('addresses of the internet are not, and a name is none', (t) => {
  for (const address of [
    ...['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '100.128.0.1', '169.253.0.1'],
    ...['2606:4700::1111', '2001:4860::8888', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8'],
    ...['localhost', ''],
  ]) {
    t.false(isInternal(address), address);
  }
});
