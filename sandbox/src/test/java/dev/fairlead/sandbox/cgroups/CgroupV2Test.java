package dev.fairlead.sandbox.cgroups;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// The unified hierarchy, with whatever controller it carries here.
class CgroupV2Test {
    private static final Cgroups.Limits LIMITS = new Cgroups.Limits(64L << 20, 20, 0.5, true);

    @Test
    void a_group_holds_kills_and_goes() throws Exception {
        // Given
        var mounts = Mounts.read();
        Path root = mounts.version2().orElseThrow().root();
        var there =
                Set.of(Files.readString(root.resolve("cgroup.controllers")).strip().split(" ", -1));
        String installation = "v2test" + ProcessHandle.current().pid();
        CgroupV2 cgroups = CgroupV2.find(mounts, installation, there).orElseThrow();
        Group group = cgroups.open("step-1", LIMITS);
        Process process = new ProcessBuilder("/usr/bin/sleep", "60").start();
        // When
        group.enter(process.pid());
        // Then
        assertThat(group.processes()).containsExactly(process.pid());
        assertThat(group.outOfMemory()).isFalse();
        group.close();
        assertThat(process.waitFor()).isEqualTo(128 + 9);
        cgroups.close();
        assertThat(root.resolve(Folders.parent(installation, true))).doesNotExist();
        assertThat(root.resolve(Folders.parent(installation, false))).doesNotExist();
    }

    @Test
    void groups_of_servers_that_are_no_more_are_removed_and_others_stay() throws Exception {
        // Given
        var mounts = Mounts.read();
        Path root = mounts.version2().orElseThrow().root();
        String installation = "sweep" + ProcessHandle.current().pid();
        Process process = new ProcessBuilder("/usr/bin/sleep", "60").start();
        Path gone = root.resolve("fairlead-" + installation + "-999999999-1");
        Path orphan = Files.createDirectories(gone.resolve("step-1"));
        Folders.write(orphan.resolve("cgroup.procs"), Long.toString(process.pid()));
        Path ours = Files.createDirectory(root.resolve(Folders.parent(installation, true)));
        // When
        Folders.sweep(root, installation);
        // Then
        assertThat(gone).doesNotExist();
        assertThat(process.waitFor()).isEqualTo(128 + 9);
        assertThat(ours).exists();
        Folders.remove(ours);
    }

    @Test
    void limits_are_said_in_the_kernels_words() {
        // When
        List<CgroupV2.Setting> settings = CgroupV2.settings(LIMITS);
        // Then
        assertThat(settings)
                .containsExactly(
                        new CgroupV2.Setting("memory.max", "67108864"),
                        new CgroupV2.Setting("memory.swap.max", "0"),
                        new CgroupV2.Setting("memory.oom.group", "1"),
                        new CgroupV2.Setting("pids.max", "20"),
                        new CgroupV2.Setting("cpu.max", "50000 100000"));
    }

    @Test
    void a_container_sees_its_own_group_as_the_mount() {
        // Given
        var mounts =
                new Mounts(
                        List.of("30 24 0:26 /docker/abc /sys rw,nosuid - cgroup2 cgroup rw"),
                        List.of("0::/docker/abc/below-that-is-not-there"));
        // When, Then
        assertThat(mounts.version2().orElseThrow().own()).isEqualTo(Path.of("/sys"));
    }
}
