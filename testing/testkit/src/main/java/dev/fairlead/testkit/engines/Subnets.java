package dev.fairlead.testkit.engines;

import java.io.IOException;
import java.net.NetworkInterface;
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
            if (each.bridges().isEmpty()) {
                return each;
            }
        }
        throw new IOException("this machine uses all of 10.192.0.0 to 10.251.0.0");
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

    void removeBridges() throws IOException {
        for (String name : bridges()) {
            OwnFolder.run(List.of("ip", "link", "delete", name), Map.of());
        }
    }
}
