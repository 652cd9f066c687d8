package dev.fairlead.cli.local;

import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.runtime.GuestRuntimes;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.process.ProcessRuntime;
import dev.fairlead.process.ProcessSettings;
import dev.fairlead.sandbox.Sandbox;
import dev.fairlead.wasm.WasmRuntime;
import dev.fairlead.wasm.WasmSettings;

import java.util.Map;

/// The runtimes of local runs: the same as the server's.
final class LocalRuntime {
    private LocalRuntime() {}

    static GuestRuntime open(LocalHome home, Sandbox sandbox) {
        var processes = new ProcessRuntime(ProcessSettings.in(home.folder("processes")), sandbox);
        var wasm = new WasmRuntime(WasmSettings.of(home.folder("modules")));
        return new GuestRuntimes(Map.of(Abi.JAVA, processes), wasm);
    }
}
