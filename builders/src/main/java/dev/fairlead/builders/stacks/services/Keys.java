package dev.fairlead.builders.stacks.services;

import dev.fairlead.builders.stacks.yaml.Part;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The keys that something may have: those that are `read`, those that say nothing here (`quiet`),
/// those that are `ignored` and named, and those that are `refused` for a reason. Keys that begin
/// with `x-` are for others.
record Keys(
        Set<String> read,
        Set<String> quiet,
        Map<String, String> ignored,
        Map<String, String> refused) {
    private static final String LATER = "is not supported yet";
    private static final String APART =
            "would let it out of its container, and services of stacks are kept apart";
    private static final String SERVER = "is for the server to decide";

    static final Keys FILE =
            new Keys(
                    words("services networks volumes configs secrets"),
                    words("name"),
                    Map.of("version", "says nothing any more"),
                    Map.of(
                            "models",
                            LATER + "; run the model as a service, or ask one by its URL"));

    static final Keys SERVICE =
            new Keys(
                    words(
                            "image build command entrypoint environment env_file depends_on links"
                                    + " healthcheck networks network_mode volumes tmpfs configs"
                                    + " secrets expose ports user working_dir hostname stop_signal"
                                    + " stop_grace_period restart deploy read_only init cap_add"
                                    + " cap_drop security_opt shm_size ulimits mem_limit cpus"
                                    + " pids_limit scale profiles pull_policy platform ipc"
                                    + " privileged extra_hosts"),
                    words("labels label_file annotations attach"),
                    all(
                            "container_name", "containers are named by the server",
                            "logging", "the server keeps what it logs",
                            "develop", "it is for `docker compose watch`",
                            "mem_reservation", "there are limits alone",
                            "memswap_limit", "there is no swap",
                            "mem_swappiness", "there is no swap",
                            "cpu_shares", "use cpus",
                            "oom_score_adj", "the server decides",
                            "tty", "nobody sits at it",
                            "stdin_open", "nobody sits at it"),
                    all(
                            "devices",
                            APART + "; there are no devices",
                            "device_cgroup_rules",
                            APART + "; there are no devices",
                            "gpus",
                            "there are no devices; ask a service that has one by its URL",
                            "pid",
                            APART,
                            "uts",
                            APART,
                            "userns_mode",
                            APART,
                            "cgroup",
                            APART,
                            "cgroup_parent",
                            SERVER + "; use mem_limit, cpus and pids_limit",
                            "sysctls",
                            "kernel settings " + SERVER,
                            "volumes_from",
                            "name the volumes in volumes: of both services",
                            "credential_spec",
                            "is for Windows",
                            "isolation",
                            "is for Windows",
                            "use_api_socket",
                            APART + "; the engine is nobody's to ask",
                            "provider",
                            "starts programs of the server's machine",
                            "models",
                            LATER + "; run the model as a service, or ask one by its URL",
                            "external_links",
                            "use a service of this stack, or a URL in a variable",
                            "runtime",
                            SERVER,
                            "storage_opt",
                            SERVER,
                            "blkio_config",
                            LATER,
                            "cpu_count",
                            LATER + "; use cpus",
                            "cpu_percent",
                            LATER + "; use cpus",
                            "cpu_period",
                            LATER + "; use cpus",
                            "cpu_quota",
                            LATER + "; use cpus",
                            "cpu_rt_runtime",
                            SERVER,
                            "cpu_rt_period",
                            SERVER,
                            "cpuset",
                            LATER + "; use cpus",
                            "dns",
                            LATER,
                            "dns_opt",
                            LATER,
                            "dns_search",
                            LATER,
                            "domainname",
                            LATER + "; use hostname",
                            "group_add",
                            LATER,
                            "mac_address",
                            LATER,
                            "oom_kill_disable",
                            "a limit of memory is one",
                            "post_start",
                            LATER + "; use a service of its own and depends_on",
                            "pre_stop",
                            LATER + "; have the program do it on its stop signal"));

    static final Keys BUILD =
            new Keys(
                    words("context dockerfile dockerfile_inline target args"),
                    words("labels tags"),
                    all(
                            "cache_from", "the server keeps its own cache",
                            "cache_to", "the server keeps its own cache",
                            "no_cache", "the server keeps its own cache",
                            "pull", "base images are those that are here",
                            "platforms", "it is built for the server's machine",
                            "provenance", "there is none",
                            "sbom", "there is none",
                            "shm_size", "the server decides",
                            "ulimits", "the server decides",
                            "isolation", "is for Windows"),
                    all(
                            "privileged", APART,
                            "entitlements", APART,
                            "network", LATER,
                            "extra_hosts", LATER,
                            "ssh", LATER + "; fetch before you deploy",
                            "secrets", LATER + "; use build variables that are secrets",
                            "additional_contexts", LATER + "; use one folder"));

    static final Keys DEPLOY =
            new Keys(
                    words("mode replicas resources restart_policy"),
                    words("labels"),
                    all(
                            "endpoint_mode", "there is one way",
                            "placement", "there is one machine",
                            "update_config", "versions are released by a strategy",
                            "rollback_config", "versions are released by a strategy"),
                    Map.of());

    static final Keys HEALTH =
            new Keys(
                    words("test interval timeout retries start_period start_interval disable"),
                    Set.of(),
                    Map.of(),
                    Map.of());

    static final Keys NETWORK =
            new Keys(
                    words("driver external internal driver_opts"),
                    words("labels attachable"),
                    all(
                            "name", "networks are named by the server",
                            "ipam", "the server chooses addresses",
                            "enable_ipv6", "the server chooses addresses",
                            "enable_ipv4", "the server chooses addresses"),
                    Map.of());

    static final Keys JOINED =
            new Keys(
                    words("aliases"),
                    words("priority gw_priority"),
                    Map.of(),
                    all(
                            "ipv4_address", LATER + "; services find each other by name",
                            "ipv6_address", LATER + "; services find each other by name",
                            "link_local_ips", LATER + "; services find each other by name",
                            "mac_address", LATER,
                            "interface_name", LATER,
                            "driver_opts", "options of drivers " + SERVER));

    static final Keys VOLUME =
            new Keys(
                    words("driver external driver_opts"),
                    words("labels"),
                    all("name", "volumes are named by the server"),
                    Map.of());

    static final Keys CONTENT =
            new Keys(
                    words("file environment content external"),
                    words("labels name"),
                    Map.of(),
                    all("driver", LATER, "driver_opts", LATER, "template_driver", LATER));

    static final Keys GRANT =
            new Keys(
                    words("source target mode"),
                    Set.of(),
                    all("uid", "who it belongs to is decided here", "gid", "as uid"),
                    Map.of());

    static final Keys MOUNT =
            new Keys(
                    words("type source target read_only tmpfs volume bind"),
                    words("consistency"),
                    Map.of(),
                    all("image", LATER, "cluster", LATER));

    private static Set<String> words(String words) {
        return Set.of(words.split(" "));
    }

    private static Map<String, String> all(String... pairs) {
        var all = new TreeMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put(pairs[i], pairs[i + 1]);
        }
        return all;
    }

    /// Tells of every key that `part` has and that is not read.
    void check(Part part) {
        if (!part.isMapping()) {
            return;
        }
        part.entries()
                .forEach((key, value) -> {
                    String reason = refused.get(key);
                    String note = ignored.get(key);
                    if (reason != null) {
                        value.refuse(reason);
                    } else if (note != null) {
                        value.remark("is ignored: " + note);
                    } else if (!read.contains(key)
                            && !quiet.contains(key)
                            && !key.startsWith("x-")) {
                        value.refuse(
                                "there is no such key"
                                        + near(key)
                                                .map(n -> "; did you mean " + n + "?")
                                                .orElse(""));
                    }
                });
    }

    private Optional<String> near(String key) {
        var all = new TreeSet<>(read);
        all.addAll(quiet);
        all.addAll(ignored.keySet());
        all.addAll(refused.keySet());
        return all.stream()
                .filter(known -> distance(known, key) <= 1 + key.length() / 5)
                .min(Comparator.comparingInt(known -> distance(known, key)));
    }

    /// How many letters have to be changed, left out or put in.
    private static int distance(String one, String other) {
        if (Math.abs(one.length() - other.length()) > 5) {
            return Integer.MAX_VALUE;
        }
        List<Integer> row = new ArrayList<>();
        for (int j = 0; j <= other.length(); j++) {
            row.add(j);
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row.getFirst();
            row.set(0, i);
            for (int j = 1; j <= other.length(); j++) {
                int above = row.get(j);
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row.set(j, Math.min(diagonal + change, 1 + Math.min(above, row.get(j - 1))));
                diagonal = above;
            }
        }
        return row.getLast();
    }
}
