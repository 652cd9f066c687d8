// The program of the step that reads authors' sources: parses each file of the job, looks for what
// the job's rules name, and writes what it found as a report. Arguments: the program that knows the
// language, the report, and a file that holds the name of the file at hand, for when a parser
// crashes. The job comes on standard input: one line of JSON, then the files' bytes.
import fs from 'node:fs';

const [program, reportFile, atFile] = process.argv.slice(2);
const MOST = 100;
const TOO_DEEP = 'the source nests too deep to be parsed';

// First, since a process may wait long for its job.
const language = await import(`./${program}`);
const input = fs.readFileSync(0);
const contents = input.indexOf('\n') + 1;
const job = JSON.parse(input.subarray(0, contents).toString('utf8'));
const reader = await language.open(job);
const remarks = [];

/** What one file says of itself. Places are offsets in its text. */
class Findings {
  #file; #text; #lines = null; #found = new Map(); #told = 0;

  constructor(file, text) {
    this.#file = file;
    this.#text = text;
  }

  remark(kind, at, text) {
    const { line, column } = this.#place(at);
    this.#write(kind, line, column, text);
  }

  /** One finding for a rule and a line: the leftmost. */
  use(rules, at, used) {
    for (const rule of rules) {
      const { line, column } = this.#place(at);
      const key = `${rule.id} ${line}`;
      if (!(this.#found.get(key)?.column <= column)) {
        this.#found.set(key, { rule, line, column, used });
      }
    }
  }

  close() {
    const all = [...this.#found.values()].sort((a, b) => a.line - b.line || a.column - b.column);
    for (const { rule, line, column, used } of all.slice(0, MOST)) {
      const kind = rule.severity === 'BLOCK' ? 'FORBIDDEN' : 'WARNING';
      this.#write(kind, line, column, `${used}: ${rule.message} [${rule.id}]`);
    }
  }

  error(at, text) {
    if (this.#told++ < MOST) this.remark('ERROR', at, text);
  }

  #write(kind, line, column, text) {
    remarks.push([kind, plain(this.#file), line, column, plain(text)].join('\t'));
  }

  #place(at) {
    this.#lines ??= starts(this.#text);
    let low = 0, high = this.#lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lines[middle] <= at) low = middle; else high = middle - 1;
    }
    return { line: low + 1, column: at - this.#lines[low] + 1 };
  }
}

function starts(text) {
  const all = [0];
  for (const end of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) all.push(end.index + end[0].length);
  return all;
}

function plain(text) {
  return String(text).replace(/[\s\p{Cc}]+/gu, ' ').trim().slice(0, 1000);
}

/** The text, or null where the bytes are no UTF-8, which is told with its line. */
function decoded(file, bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // What stands for a broken byte is no longer than what it stands for was.
    const loose = bytes.toString('utf8');
    let at = 0;
    while ((at = loose.indexOf('\ufffd', at)) >= 0) {
      const before = Buffer.byteLength(loose.slice(0, at));
      if (bytes.subarray(before, before + 3).toString('hex') !== 'efbfbd') break;
      at++;
    }
    new Findings(file, loose).error(Math.max(at, 0), 'the file is not UTF-8');
    return null;
  }
}

/** Runs what may recurse as deep as a source nests. */
function guarded(findings, read) {
  try {
    read();
  } catch (e) {
    if (!(e instanceof RangeError)) throw e;
    findings.error(0, TOO_DEEP);
  }
}

const read = [];
let from = contents;
for (const { name: file, size } of job.files) {
  fs.writeFileSync(atFile, file);
  const text = decoded(file, input.subarray(from, from += size));
  if (text === null) continue;
  const findings = new Findings(file, text);
  guarded(findings, () => reader.read(file, text, findings));
  read.push([file, findings]);
}
for (const [file, findings] of read) {
  fs.writeFileSync(atFile, file);
  guarded(findings, () => reader.finish?.(file, findings));
  findings.close();
}
fs.writeFileSync(reportFile, remarks.map(line => `${line}\n`).join(''));
