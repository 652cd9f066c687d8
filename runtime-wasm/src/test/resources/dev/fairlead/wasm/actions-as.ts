// Part of what GuestRuntimeContract asks for, in AssemblyScript.
let state = 0;

class Node { next: Node | null = null; room: StaticArray<u8> = new StaticArray<u8>(1 << 20); }

function deeper(n: i32): i32 { return n + deeper(n + 1) * 3; }

export function handle(input: string): string {
  if (input.includes('"path":"/loop"')) while (true) state++;
  if (input.includes('"path":"/memory"')) {
    let head: Node | null = null;
    while (true) { const node = new Node(); node.next = head; head = node; }
  }
  if (input.includes('"path":"/recursion"')) return deeper(1).toString();
  if (input.includes('"path":"/trap"')) throw new Error("on purpose");
  if (input.includes('"path":"/state"')) return (++state).toString();
  if (input.includes('"path":"/random"')) return Math.random().toString();
  if (input.includes('"path":"/log"')) { console.warn("careful"); return '"logged"'; }
  const at = input.indexOf('"name":"');
  const name = at < 0 ? "world" : input.substring(at + 8, input.indexOf('"', at + 8));
  return '{"message":"Hello, ' + name + '"}';
}
