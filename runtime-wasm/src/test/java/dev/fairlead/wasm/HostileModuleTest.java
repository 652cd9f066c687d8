package dev.fairlead.wasm;

import static dev.fairlead.wasm.WasmWriter.I32;
import static dev.fairlead.wasm.WasmWriter.I64;
import static dev.fairlead.wasm.WasmWriter.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.testkit.guests.Asking;
import dev.fairlead.testkit.guests.Heard;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

class HostileModuleTest {
    private final TestBed bed = new TestBed();

    @AfterEach
    void close() {
        bed.close();
    }

    /// A handler that answers `"ok"`.
    private static WasmWriter handler() {
        var wasm = new WasmWriter();
        int alloc = wasm.type(new int[] {I32}, I32);
        int handle = wasm.type(new int[] {I32, I32}, I64);
        return wasm.memory(2)
                .table(2)
                .global(1)
                .element(0)
                .data(16, "\"ok\"")
                .exported("fl_alloc", alloc, bytes(0x41, 0x80, 0x20))
                .exported(
                        "fl_handle",
                        handle,
                        // 16 << 32 | 4
                        bytes(0x42, 0x10, 0x42, 0x20, 0x86, 0x42, 4, 0x84));
    }

    private BuildFailed refusal(byte[] wasm) {
        Guest guest = bed.guest(Abi.HANDLER, wasm, Asking.limits());
        return catchThrowableOfType(BuildFailed.class, guest::prepare);
    }

    @Test
    void the_module_that_the_others_are_made_of_answers() {
        // Given
        Guest guest = bed.guest(Abi.HANDLER, handler().write(), Asking.limits());
        // When
        Heard heard = Asking.ask(guest, Asking.get("/", ""));
        // Then
        assertThat(heard.text()).isEqualTo("\"ok\"");
    }

    @Test
    void changed_modules_are_refused_or_fail_in_an_orderly_way() {
        // Given
        long seed = new Random().nextLong();
        System.out.println("hostile modules seed " + seed);
        var random = new Random(seed);
        byte[] sound = handler().write();
        int refused = 0;
        int ran = 0;
        // When
        for (int i = 0; i < 320; i++) {
            byte[] module = mutated(sound, random);
            Guest guest = bed.guest(Abi.HANDLER, module, Asking.limits(Duration.ofMillis(100)));
            try {
                guest.prepare();
                Asking.ask(guest, Asking.get("/", ""));
                ran++;
            } catch (BuildFailed e) {
                assertThat(e.detail()).doesNotContain("java.", "Exception");
                refused++;
            } finally {
                guest.close();
            }
        }
        // Then
        assertThat(refused + ran).isEqualTo(320);
        assertThat(refused).isGreaterThan(50);
        Guest good = bed.guest(Abi.HANDLER, sound, Asking.limits());
        assertThat(Asking.ask(good, Asking.get("/", "")).text()).isEqualTo("\"ok\"");
    }

    private static byte[] mutated(byte[] sound, Random random) {
        byte[] module = sound.clone();
        switch (random.nextInt(4)) {
            case 0 -> module = Arrays.copyOf(module, 8 + random.nextInt(module.length - 8));
            case 1 -> {
                int at = 8 + random.nextInt(module.length - 8);
                byte[] extra = new byte[1 + random.nextInt(6)];
                random.nextBytes(extra);
                module =
                        WasmWriter.join(
                                Arrays.copyOf(module, at),
                                extra,
                                Arrays.copyOfRange(module, at, module.length));
            }
            default -> {
                int changes = 1 + random.nextInt(4);
                for (int i = 0; i < changes; i++) {
                    module[8 + random.nextInt(module.length - 8)] = (byte) random.nextInt();
                }
            }
        }
        return module;
    }

    @Test
    void a_hundred_thousand_functions_are_refused() {
        // Given
        var wasm = handler();
        for (int i = 0; i < 100_000; i++) {
            wasm.function(0, bytes(0x41, 0));
        }
        // When
        BuildFailed failed = refusal(wasm.write());
        // Then
        assertThat(failed.code()).isIn(ErrorCode.MODULE_REFUSED, ErrorCode.COMPILE_LIMIT);
    }

    @Test
    void a_giant_table_is_refused() {
        // Given
        byte[] wasm = handler().table(9_000_000).write();
        // When
        BuildFailed failed = refusal(wasm);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.MODULE_REFUSED);
        assertThat(failed.detail()).contains("table entries");
    }

    @Test
    void code_that_nests_without_end_is_refused_or_runs() {
        // Given
        var wasm = handler();
        int none = wasm.type(new int[] {});
        byte[] blocks = new byte[2 * 100_000];
        for (int i = 0; i < blocks.length; i += 2) {
            blocks[i] = 0x02;
            blocks[i + 1] = 0x40;
        }
        byte[] ends = new byte[100_000];
        Arrays.fill(ends, (byte) 0x0b);
        wasm.function(none, blocks, ends);
        Guest guest = bed.guest(Abi.HANDLER, wasm.write(), Asking.limits());
        // When
        Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(guest::prepare);
        // Then
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(BuildFailed.class);
        }
    }

    @Test
    void more_memory_at_the_start_than_the_limit_is_refused() {
        // Given
        var wasm = new WasmWriter();
        int alloc = wasm.type(new int[] {I32}, I32);
        int handle = wasm.type(new int[] {I32, I32}, I64);
        wasm.memory(30_000)
                .exported("fl_alloc", alloc, bytes(0x41, 0))
                .exported("fl_handle", handle, bytes(0x42, 0));
        // When
        BuildFailed failed = refusal(wasm.write());
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.MODULE_REFUSED);
        assertThat(failed.detail()).contains("32.0 MiB");
    }

    @Test
    void an_import_that_nobody_has_is_named() {
        // Given
        var wasm = new WasmWriter();
        int none = wasm.type(new int[] {});
        int alloc = wasm.type(new int[] {I32}, I32);
        int handle = wasm.type(new int[] {I32, I32}, I64);
        wasm.importFunction("env", "launch_missiles", none)
                .memory(1)
                .exported("fl_alloc", alloc, bytes(0x41, 0))
                .exported("fl_handle", handle, bytes(0x42, 0));
        // When
        BuildFailed failed = refusal(wasm.write());
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.MODULE_REFUSED);
        assertThat(failed.detail()).contains("env.launch_missiles");
    }

    @Test
    void a_module_without_memory_is_no_trouble() {
        // Given
        var wasm = new WasmWriter();
        int alloc = wasm.type(new int[] {I32}, I32);
        int handle = wasm.type(new int[] {I32, I32}, I64);
        wasm.exported("fl_alloc", alloc, bytes(0x41, 1))
                .exported("fl_handle", handle, bytes(0x42, 0));
        Guest guest = bed.guest(Abi.HANDLER, wasm.write(), Asking.limits());
        // When
        Heard heard = Asking.ask(guest, Asking.get("/", ""));
        // Then
        assertThat(heard.errorCode()).isEqualTo(ErrorCode.GUEST_FAILED);
        assertThat(heard.message()).contains("out of bounds memory access");
    }

    @Test
    void bytes_that_are_no_module_are_refused() {
        // Given
        byte[] wasm = "(module)".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        // When
        BuildFailed failed = refusal(wasm);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.MODULE_REFUSED);
    }

    @Test
    void a_module_without_its_exports_is_told_so() {
        // Given
        var wasm = new WasmWriter();
        wasm.type(new int[] {});
        // When
        BuildFailed failed = refusal(wasm.memory(1).write());
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.HANDLER_MISSING);
    }
}
