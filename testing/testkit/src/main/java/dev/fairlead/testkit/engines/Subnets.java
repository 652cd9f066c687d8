package dev.fairlead.testkit.engines;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// A range of addresses that an engine of a test may give to its networks: 65,536 that nothing on
/// this machine has. By them its bridges are found when it is gone.
record Subnets(String prefix) {
    private static final int FIRST = 192;
    private static final int MANY = 60;

    static Subnets free() throws IOException {
        int start = ThreadLocalRandom.current().nextInt(MANY);
        for (int i = 0; i < MANY; i++) {
            var each = new Subnets("10." + (FIRST + (start + i) % MANY) + ".");
            if (each.bridges().isEmpty() && each.claimed()) {
                return each;
            }
        }
        throw new IOException("this machine uses all of 10.192.0.0 to 10.251.0.0");
    }

    /// Whether nobody else has it who may have made no bridge yet; it is ours then until it is
    /// released.
    private boolean claimed() throws IOException {
        Path file = claim();
        try {
            if (Files.exists(file) && !alive(Files.readString(file))) {
                Files.delete(file);
            }
            String own = Long.toString(ProcessHandle.current().pid());
            Files.writeString(file, own, StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            return false;
        }
    }

    private static boolean alive(String pid) {
        return pid.isEmpty() || ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    private Path claim() {
        return Path.of(System.getProperty("java.io.tmpdir"), "subnet-" + prefix + "claim");
    }

    String range() {
        return prefix + "0.0/16";
    }

    private List<String> bridges() throws IOException {
        return NetworkInterface.networkInterfaces()
                .filter(each ->
                        each.inetAddresses()
                                .anyMatch(one -> one.getHostAddress().startsWith(prefix)))
                .map(NetworkInterface::getName)
                .toList();
    }

    /// Its bridges go, and others may have it.
    void release() throws IOException {
        remove(bridges());
        Files.deleteIfExists(claim());
    }

    /// Removes these of the machine's network interfaces; one that is gone already is no matter.
    static void remove(List<String> bridges) throws IOException {
        for (String name : bridges) {
            OwnFolder.run(List.of("ip", "link", "delete", name), Map.of());
        }
    }
}
