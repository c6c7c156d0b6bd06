import { readdir, readFile } from 'node:fs/promises';
import { hostPath, inHost } from '../../src/path.js';

export const project = hostPath(import.meta.dirname, '../..');

/** A fenced block of a Markdown text. */
export interface Block {
  language: string;
  /** What stands behind the language, such as `title=recipes/zlib.yml`. */
  info: string;
  text: string;
  /** Where it begins, for messages. */
  line: number;
}

/** The fenced blocks of a Markdown text, those in list items without their indentation. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const fences = /^( *)```(\S+)(?: (.*))?\n([\s\S]*?)^\1```$/gm;
  for (const match of markdown.matchAll(fences)) {
    const [, indent = '', language = '', info = '', text = ''] = match;
    blocks.push({
      language,
      info,
      text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      line: markdown.slice(0, match.index).split('\n').length,
    });
  }
  return blocks;
}

/** A link of a Markdown text that leads to a file of the project. */
export interface Link {
  /** Relative to the file that has the link; '' for that file itself. */
  file: string;
  /** The heading that it leads to, without `#`. */
  anchor: string | undefined;
}

/** The links of a Markdown text that don't lead out into the web. */
export function linksOf(markdown: string): Link[] {
  const prose = withoutBlocks(markdown).replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor] = target.split('#', 2);
      return { file, anchor };
    });
}

/** The anchors of a Markdown text's headings, as GitHub makes them. */
export function anchorsOf(markdown: string): Set<string> {
  const headings = withoutBlocks(markdown).matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function withoutBlocks(markdown: string): string {
  return markdown.replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '');
}

/** All that stands in backticks in a Markdown text. */
export function codeOf(markdown: string): string {
  return [...withoutBlocks(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code).join('\n');
}

/** The project's Markdown files, relative to its root. */
export async function markdownFiles(): Promise<string[]> {
  const top = await readdir(project);
  const folders = await Promise.all(
    ['docs', 'examples'].map(async (folder) => {
      const names = await readdir(inHost(project, folder), { recursive: true });
      return names.map((name) => `${folder}/${name}`);
    }),
  );
  return [...top, ...folders.flat()].filter((name) => name.endsWith('.md')).sort();
}

/** The text of a file of the project. */
export function read(file: string): Promise<string> {
  return readFile(inHost(project, file), 'utf8');
}

/** The names of all properties in a JSON Schema, however deep. */
export function propertiesOf(schema: unknown): Set<string> {
  const names = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries<unknown>({ ...node })) {
      if (key === 'properties' && typeof value === 'object' && value !== null) {
        for (const name of Object.keys(value)) names.add(name);
      }
      walk(value);
    }
  };
  walk(schema);
  return names;
}
