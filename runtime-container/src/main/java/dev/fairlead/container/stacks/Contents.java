package dev.fairlead.container.stacks;

import dev.fairlead.container.instances.StartFailed;
import dev.fairlead.engine.containers.Mount;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.stacks.StackMount;
import dev.fairlead.model.stacks.StackService;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// The files that containers are given to read. They lie below `folder`, secrets below `memory`,
/// which no disk has, each by what is in it; nobody else on the machine may enter either.
record Contents(Path folder, Path memory) {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ,
    };

    static Contents of(String installation, Path files) {
        Path folder = files.resolve("contents").toAbsolutePath();
        String name =
                "fairlead-"
                        + ContentHash.of(installation.getBytes(StandardCharsets.UTF_8))
                                .hex()
                                .substring(0, 16);
        return new Contents(
                folder, Files.isDirectory(SHARED_MEMORY) ? SHARED_MEMORY.resolve(name) : folder);
    }

    /// The file, which is there then, as it is seen in a container.
    Mount mount(Plan plan, StackService service, StackMount.Content file) throws StartFailed {
        byte[] bytes = plan.content(service, file);
        Path place = file.secret() ? memory : folder;
        Path written =
                place.resolve(
                        ContentHash.of(bytes).hex() + "-" + Integer.toOctalString(file.mode()));
        try {
            Files.createDirectories(
                    place,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            if (!Files.exists(written)) {
                Path fresh = Files.createTempFile(place, "new", "");
                Files.write(fresh, bytes);
                Files.setPosixFilePermissions(fresh, permissions(file.mode()));
                Files.move(fresh, written, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new StartFailed(
                    ErrorCode.START_FAILED,
                    service.name() + ": the file " + file.target() + " could not be written.",
                    e);
        }
        return new Mount.Bind(written, file.target(), true);
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var set = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < BITS.length; bit++) {
            if ((mode >> bit & 1) == 1) {
                set.add(BITS[bit]);
            }
        }
        return set;
    }
}
