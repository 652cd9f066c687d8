package dev.fairlead.wasm.wasi;

import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.types.FunctionType;

import dev.fairlead.wasm.memory.PagedMemory;
import dev.fairlead.wasm.module.CallerGone;
import dev.fairlead.wasm.module.GuestExit;
import dev.fairlead.wasm.module.HostFunctions;
import dev.fairlead.wasm.module.InstanceSlot;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// WASI preview 1 for one instance; all state is in the call that runs.
public final class Wasi implements HostFunctions {
    private static final Set<String> MODULES = Set.of("wasi_snapshot_preview1", "wasi_unstable");
    private static final Set<String> NOT_HERE =
            Set.of(
                    "fd_advise",
                    "fd_allocate",
                    "fd_datasync",
                    "fd_fdstat_set_flags",
                    "fd_fdstat_set_rights",
                    "fd_filestat_get",
                    "fd_filestat_set_size",
                    "fd_filestat_set_times",
                    "fd_pread",
                    "fd_pwrite",
                    "fd_readdir",
                    "fd_renumber",
                    "fd_sync",
                    "fd_tell",
                    "path_create_directory",
                    "path_filestat_get",
                    "path_filestat_set_times",
                    "path_link",
                    "path_open",
                    "path_readlink",
                    "path_remove_directory",
                    "path_rename",
                    "path_symlink",
                    "path_unlink_file",
                    "proc_raise",
                    "sock_accept",
                    "sock_recv",
                    "sock_send",
                    "sock_shutdown");
    private static final List<String> ARGUMENTS = List.of("function");
    private static final int MOST_READ = 64 << 10;
    private static final int MOST_RANDOM = 64 << 10;

    private final InstanceSlot slot;

    public Wasi(InstanceSlot slot) {
        this.slot = slot;
    }

    @FunctionalInterface
    private interface Call {
        int errno(long[] a);
    }

    @Override
    public @Nullable WasmFunctionHandle find(String module, String name, FunctionType type) {
        if (!MODULES.contains(module)) {
            return null;
        }
        int arity = type.params().size();
        if (name.equals("proc_exit")) {
            return arity == 1 ? (_, a) -> exit((int) a[0]) : null;
        }
        if (type.returns().size() != 1) {
            return null;
        }
        Call call = byName(name, arity);
        if (call == null) {
            return null;
        }
        return (_, a) -> new long[] {call.errno(a)};
    }

    private @Nullable Call byName(String name, int arity) {
        if (NOT_HERE.contains(name)) {
            return _ -> Errno.NOSYS;
        }
        return switch (name + "/" + arity) {
            case "args_sizes_get/2" -> a -> sizes(ARGUMENTS, (int) a[0], (int) a[1]);
            case "args_get/2" -> a -> strings(ARGUMENTS, (int) a[0], (int) a[1]);
            case "environ_sizes_get/2" ->
                    a -> sizes(slot.call().environment(), (int) a[0], (int) a[1]);
            case "environ_get/2" -> a -> strings(slot.call().environment(), (int) a[0], (int) a[1]);
            case "fd_read/4" -> a -> read((int) a[0], (int) a[1], (int) a[2], (int) a[3]);
            case "fd_write/4" -> a -> write((int) a[0], (int) a[1], (int) a[2], (int) a[3]);
            case "fd_fdstat_get/2" -> a -> fdstat((int) a[0], (int) a[1]);
            case "fd_seek/4" -> a -> standard((int) a[0]) ? Errno.SPIPE : Errno.BADF;
            case "fd_close/1" -> a -> standard((int) a[0]) ? Errno.SUCCESS : Errno.BADF;
            case "fd_prestat_get/2", "fd_prestat_dir_name/3" -> _ -> Errno.BADF;
            case "clock_time_get/3" -> a -> clock((int) a[0], (int) a[2]);
            case "clock_res_get/2" -> a -> resolution((int) a[0], (int) a[1]);
            case "random_get/2" -> a -> random((int) a[0], (int) a[1]);
            case "sched_yield/0" -> _ -> Errno.SUCCESS;
            case "poll_oneoff/4" ->
                    a -> new Poll(slot).await((int) a[0], (int) a[1], (int) a[2], (int) a[3]);
            default -> null;
        };
    }

    private static boolean standard(int fd) {
        return fd >= 0 && fd <= 2;
    }

    private static long[] exit(int code) {
        throw new GuestExit(code);
    }

    private int sizes(List<String> strings, int count, int size) {
        int bytes = 0;
        for (String string : strings) {
            bytes += string.getBytes(StandardCharsets.UTF_8).length + 1;
        }
        slot.memory().writeI32(count, strings.size());
        slot.memory().writeI32(size, bytes);
        return Errno.SUCCESS;
    }

    private int strings(List<String> strings, int pointers, int buffer) {
        PagedMemory memory = slot.memory();
        int pointer = pointers;
        int at = buffer;
        for (String string : strings) {
            byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
            memory.writeI32(pointer, at);
            memory.write(at, bytes, 0, bytes.length);
            memory.writeByte(at + bytes.length, (byte) 0);
            pointer += 4;
            at += bytes.length + 1;
        }
        return Errno.SUCCESS;
    }

    private int read(int fd, int vectors, int count, int result) {
        if (fd != 0) {
            return Errno.BADF;
        }
        PagedMemory memory = slot.memory();
        int total = 0;
        for (int i = 0; i < count; i++) {
            int length = Math.min(memory.readInt(vectors + 8 * i + 4), MOST_READ);
            if (length <= 0) {
                continue;
            }
            byte[] bytes = new byte[length];
            int got = readBody(bytes);
            if (got > 0) {
                memory.write(memory.readInt(vectors + 8 * i), bytes, 0, got);
                total += got;
            }
            // One read is enough: the rest may not be there yet.
            break;
        }
        memory.writeI32(result, total);
        return Errno.SUCCESS;
    }

    private int readBody(byte[] into) {
        try {
            return slot.call().request().body().read(into, 0, into.length);
        } catch (IOException e) {
            throw new CallerGone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallerGone();
        }
    }

    private int write(int fd, int vectors, int count, int result) {
        if (fd != 1 && fd != 2) {
            return Errno.BADF;
        }
        PagedMemory memory = slot.memory();
        int total = 0;
        for (int i = 0; i < count; i++) {
            int length = memory.readInt(vectors + 8 * i + 4);
            if (length == 0) {
                continue;
            }
            byte[] bytes = memory.readBytes(memory.readInt(vectors + 8 * i), length);
            if (fd == 1) {
                slot.call().output().write(bytes);
            } else {
                slot.call().log().write(bytes);
            }
            total += length;
        }
        memory.writeI32(result, total);
        return Errno.SUCCESS;
    }

    private int fdstat(int fd, int at) {
        if (!standard(fd)) {
            return Errno.BADF;
        }
        // Of unknown type, so that libc buffers whole blocks; all rights.
        slot.memory().writeLong(at, 0);
        slot.memory().writeLong(at + 8, -1);
        slot.memory().writeLong(at + 16, 0);
        return Errno.SUCCESS;
    }

    private int clock(int id, int at) {
        if (id < 0 || id > 3) {
            return Errno.INVAL;
        }
        var sources = slot.call().sources();
        slot.memory().writeLong(at, id == 0 ? sources.wallNanos() : sources.elapsedNanos());
        return Errno.SUCCESS;
    }

    private int resolution(int id, int at) {
        if (id < 0 || id > 3) {
            return Errno.INVAL;
        }
        slot.memory().writeLong(at, 1);
        return Errno.SUCCESS;
    }

    private int random(int at, int length) {
        if (length < 0) {
            return Errno.INVAL;
        }
        for (int done = 0; done < length; done += MOST_RANDOM) {
            byte[] bytes = new byte[Math.min(length - done, MOST_RANDOM)];
            slot.call().sources().random(bytes);
            slot.memory().write(at + done, bytes, 0, bytes.length);
        }
        return Errno.SUCCESS;
    }
}
