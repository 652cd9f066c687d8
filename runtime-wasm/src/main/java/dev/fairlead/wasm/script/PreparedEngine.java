package dev.fairlead.wasm.script;

import dev.fairlead.wasm.module.Snapshot;

/// The engine with our bootstrap in it, before any function's script: a snapshot, and the addresses
/// that hold in every instance made of it. `cells` are 16 bytes for arguments and lengths.
record PreparedEngine(
        QuickJs engine,
        Snapshot snapshot,
        int undefined,
        int cells,
        int call,
        int choose,
        int result,
        int timer,
        int describe,
        int environment,
        int seal) {}
