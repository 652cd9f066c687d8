package dev.fairlead.wasm;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.Limits;

class ScriptGuestTest extends WasmGuestContract {
    @Override
    protected Guest actions(Limits limits) {
        return bed.guest(Abi.SCRIPT, TestBed.resource("actions.js"), limits);
    }
}
