package dev.fairlead.builders.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.deployments.BuildFailed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

class ServicesTest {
    private final Stacks stacks;

    ServicesTest(@TempDir Path directory) {
        this.stacks = new Stacks(directory);
    }

    private static String web(String keys) {
        return "services: {web: {image: web, " + keys + "}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "privileged: true | services.web.privileged: would make it root",
                "pid: host | services.web.pid: would let it out",
                "ipc: host | services.web.ipc:",
                "uts: host | services.web.uts:",
                "cgroup: host | services.web.cgroup:",
                "userns_mode: host | services.web.userns_mode:",
                "sysctls: {a: 1} | services.web.sysctls:",
                "network_mode: host | services.web.network_mode: host",
                "network_mode: 'service:db' | network_mode: services have networks",
                "network_mode: 'container:x' | network_mode: services have networks",
                "network_mode: none, networks: [a] | say this or networks",
                "networks: [a] | the network a is not in networks",
                "cap_add: [SYS_ADMIN] | services.web.cap_add[0]: SYS_ADMIN is not given",
                "cap_add: [CAP_NET_RAW] | NET_RAW is not given",
                "security_opt: ['seccomp:unconfined'] | services.web.security_opt[0]:",
                "security_opt: ['no-new-privileges:false'] | no-new-privileges alone",
                "extra_hosts: ['host.docker.internal:host-gateway'] | host-gateway is the server's",
                "extra_hosts: {a: host-gateway} | host-gateway is the server's",
                "volumes: ['/etc:/etc'] | /etc is a path of the server's machine",
                "volumes: ['~/x:/etc'] | ~/x is a path of the server's machine",
                "volumes: ['/var/run/docker.sock:/s'] | is a socket of the server's machine",
                "volumes: ['../x:/x'] | leads out of the stack's folder",
                "volumes: ['./none:/x'] | there is no none",
                "volumes: ['data:/x'] | the volume data is not in volumes",
                "volumes: ['./a:x'] | must be at an absolute path",
                "volumes: [/x, /x] | more than one thing at /x",
                "volumes: ['./a:/'] | cannot be at /",
                "volumes: [{type: npipe, source: a, target: /b}] | there are volume, bind and"
                        + " tmpfs",
                "volumes: [{type: bind, source: /etc, target: /b}] | path of the server's machine",
                "configs: [none] | there is no none at the top",
                "secrets: [none] | there is no none at the top",
                "user: [a] | services.web.user: must be a text",
                "comand: a | services.web.comand: there is no such key; did you mean command?",
                "whatsoever: a | services.web.whatsoever: there is no such key",
                "ports: [x] | services.web.ports[0]: use a port",
                "ports: ['70000'] | use a port",
                "ports: ['1-1000'] | more than 100 ports",
                "command: 'a \"b' | its quote does not end",
                "command: {a: b} | must be a text or a list",
                "mem_limit: lots | use a size",
                "mem_limit: 1g, deploy: {resources: {limits: {memory: 2g}}} | says something else",
                "cpus: many | use a number such as",
                "stop_grace_period: 5 | use a time",
                "stop_grace_period: 1h | use at most 10m",
                "stop_signal: 'a b' | use a signal",
                "working_dir: a | use an absolute path",
                "hostname: a_b | is no name of a host",
                "restart: sometimes | use no, always",
                "scale: 0 | use profiles",
                "scale: 21 | use a number from 1 to 20",
                "deploy: {mode: global-job} | is not supported yet",
                "ulimits: {nproc: 5} | ulimits.nproc: is not supported yet",
                "healthcheck: {interval: 5s} | say test:",
                "healthcheck: {test: [curl]} | must begin with CMD",
                "read_only: maybe | must be true or false",
                "depends_on: [no] | there is no service no",
                "depends_on: {web: {condition: x}} | condition: use service_started",
                "links: ['web:other'] | a link cannot have another name",
                "environment: {FAIRLEAD_X: 1} | names with FAIRLEAD_",
                "environment: {'$X': 1} | no variable can be called",
                "env_file: ../x | leads out",
                "build: ./no | there is no folder no",
                "build: . | there is no Dockerfile",
                "build: {context: 'https://example.com/a.git'} | is not in the stack's folder",
                "build: {dockerfile: /x} | is not in the stack's folder",
                "build: {ssh: [default]} | build.ssh: is not supported yet",
                "build: {privileged: true} | build.privileged:",
                "tmpfs: x | must be at an absolute path",
                "pull_policy: soon | there is no soon",
            })
    void what_a_service_may_not_have_is_refused_by_name(String keys, String said) {
        assertThatThrownBy(() -> stacks.read(Map.of("compose.yaml", web(keys), "a", "a")))
                .isInstanceOf(BuildFailed.class)
                .hasMessageContaining(said);
    }

    @Test
    void all_that_is_wrong_is_told_at_once_with_its_lines() {
        String compose =
                """
                services:
                  web:
                    image: web
                    privileged: true
                    pid: host
                  db:
                    image: db
                    devices: [/dev/sda]
                """;
        assertThatThrownBy(() -> stacks.read(compose))
                .isInstanceOfSatisfying(
                        BuildFailed.class,
                        e -> {
                            assertThat(e.diagnostics()).hasSize(3);
                            assertThat(e.detail())
                                    .contains(
                                            "compose.yaml:5: services.web.pid",
                                            "compose.yaml:4: services.web.privileged",
                                            "compose.yaml:8: services.db.devices");
                        });
    }

    @Test
    void not_more_than_fifty_things_are_told() {
        var compose = new StringBuilder("services:\n  web:\n    image: web\n");
        for (int i = 0; i < 60; i++) {
            compose.append("    zzzzzzzzzz").append(i).append(": a\n");
        }
        assertThatThrownBy(() -> stacks.read(compose.toString()))
                .hasMessageContaining("and 10 more");
    }

    @Test
    void services_start_after_those_they_depend_on_and_otherwise_by_name() throws IOException {
        var read =
                stacks.read(
                        """
                        services:
                          z: {image: i}
                          b: {image: i, depends_on: {z: {condition: service_started}}}
                          a: {image: i, depends_on: [c], links: [z]}
                          c: {image: i, depends_on: {gone: {condition: service_started, required: false}}}
                        """);
        assertThat(read.names()).containsExactly("c", "z", "a", "b");
        assertThat(read.service("c").dependencies()).isEmpty();
        assertThatThrownBy(() ->
                        stacks.read(
                                """
                                services:
                                  a: {image: i, depends_on: [b]}
                                  b: {image: i, depends_on: [c]}
                                  c: {image: i, depends_on: [b]}
                                """))
                .hasMessageContaining("in a circle: b → c → b");
    }

    @Test
    void profiles_are_off_unless_fairlead_yaml_names_them() throws IOException {
        // Given
        var files =
                new HashMap<>(
                        Map.of(
                                "compose.yaml",
                                """
                                services:
                                  foo: {image: foo}
                                  bar: {image: bar, profiles: [test]}
                                  baz: {image: baz, depends_on: [bar], profiles: [test]}
                                  zot: {image: zot, depends_on: [bar], profiles: [debug]}
                                """));
        // Then
        assertThat(stacks.read(files).names()).containsExactly("foo");
        files.put("fairlead.yaml", "profiles: [test]");
        assertThat(stacks.read(files).names()).containsExactly("bar", "baz", "foo");
        files.put("fairlead.yaml", "profiles: [debug, test]");
        assertThat(stacks.read(files).names()).containsExactly("bar", "baz", "foo", "zot");
        files.put("fairlead.yaml", "profiles: debug");
        assertThatThrownBy(() -> stacks.read(files))
                .hasMessageContaining("services.zot.depends_on: bar has profiles");
    }

    @Test
    void files_of_the_folder_are_copied_as_they_are() throws IOException {
        // When
        var read =
                stacks.read(
                        Map.of(
                                "compose.yaml",
                                web("volumes: ['./conf:/etc/app/', './run.sh:/run.sh:ro']"),
                                "conf/a.conf",
                                "$A",
                                "conf/d/b.conf",
                                "b",
                                "run.sh",
                                "#!/bin/sh\n"));
        // Then
        assertThat(read.service("web").mounts().toString())
                .contains(
                        "target=/etc/app/a.conf, content=JEE=, binary=true, mode=292",
                        "target=/etc/app/d/b.conf",
                        "target=/run.sh, content=IyEvYmluL3NoCg==, binary=true, mode=365");
        assertThat(read.remarks().toString()).contains("cannot be written");
        String big = "x".repeat((1 << 20) + 1);
        assertThatThrownBy(() ->
                        stacks.read(
                                Map.of("compose.yaml", web("volumes: ['./big:/b']"), "big", big)))
                .hasMessageContaining("more than 1 MiB; copy it into the image");
        var many = new HashMap<>(Map.of("compose.yaml", web("volumes: ['./m:/m']")));
        for (int i = 0; i < 101; i++) {
            many.put("m/" + i, "");
        }
        assertThatThrownBy(() -> stacks.read(many)).hasMessageContaining("more than 100 files");
    }

    @Test
    void files_of_variables_are_templates_but_for_single_quotes() throws IOException {
        // When
        var read =
                stacks.read(
                        Map.of(
                                "compose.yaml",
                                web(
                                        "env_file: [a.env, {path: r.env, format: raw}],"
                                                + " environment: {OVER: mine}"),
                                "a.env",
                                """
                                # a remark
                                PLAIN=a ${B:-c} # said
                                NEAR=a# b
                                export SINGLE='$x "y"'
                                DOUBLE="a\\t\\"$Y\\" \\$z" # said
                                LINES="one
                                two"
                                EMPTY=
                                PASSED
                                OVER=theirs
                                """,
                                "r.env",
                                "RAW='$x'\n"));
        // Then
        var program = read.service("web").program();
        assertThat(program.environment())
                .isEqualTo(
                        Map.of(
                                "PLAIN", "a ${B:-c}",
                                "NEAR", "a# b",
                                "SINGLE", "$$x \"y\"",
                                "DOUBLE", "a\t\"$Y\" $$z",
                                "LINES", "one\ntwo",
                                "EMPTY", "",
                                "OVER", "mine",
                                "RAW", "'$$x'"));
        assertThat(program.passed()).containsExactly("PASSED");
    }

    @Test
    void a_variable_within_a_command_is_part_of_its_word() throws IOException {
        var read = stacks.read(web("command: 'a${B:-c d}e  \"$${F}\" g\\ h \"\"'"));
        assertThat(read.service("web").program().command().orElseThrow())
                .containsExactly("a${B:-c d}e", "$${F}", "g h", "");
    }
}
