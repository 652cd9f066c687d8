package dev.fairlead.builders.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.deployments.BuildFailed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

class ComposeLoaderTest {
    private static final String WEB = "services: {web: {image: web}}";

    private final Stacks stacks;

    ComposeLoaderTest(@TempDir Path directory) {
        this.stacks = new Stacks(directory);
    }

    private void refused(Map<String, String> files, String... said) {
        assertThatThrownBy(() -> stacks.read(files))
                .isInstanceOf(BuildFailed.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(said));
    }

    @Test
    void the_usual_names_are_found_in_their_order_and_an_override_is_over_them()
            throws IOException {
        // When
        var read =
                stacks.read(
                        Map.of(
                                "docker-compose.yml",
                                "services: {old: {image: old}}",
                                "compose.yml",
                                "services: {web: {image: web, user: a, command: one two}}",
                                "compose.override.yml",
                                "services: {web: {user: b, command: [three]}}"));
        // Then
        assertThat(read.names()).containsExactly("web");
        assertThat(read.service("web").program().user()).isEqualTo("b");
        assertThat(read.service("web").program().command().orElseThrow()).containsExactly("three");
    }

    @Test
    void fairlead_yaml_names_files_later_over_earlier() throws IOException {
        var read =
                stacks.read(
                        Map.of(
                                "fairlead.yaml",
                                "compose: [deploy/a.yaml, b.yaml]",
                                "deploy/a.yaml",
                                "services: {web: {image: web, user: a, build: ./web}}",
                                "deploy/web/Dockerfile",
                                "FROM scratch",
                                "b.yaml",
                                "services: {web: {user: b}}"));
        assertThat(read.service("web").program().user()).isEqualTo("b");
        assertThat(read.toString()).contains("context=deploy/web");
        refused(Map.of("fairlead.yaml", "compose: no.yaml"), "there is no no.yaml");
        refused(Map.of("a", ""), "there is no compose file");
        refused(Map.of("fairlead.yaml", "compose: ../a.yaml"), "leads out");
        refused(Map.of("fairlead.yaml", "compose: {a: b}"), "compose must be");
    }

    @Test
    void files_are_merged_by_the_rules() throws IOException {
        // When
        var read =
                stacks.read(
                        Map.of(
                                "compose.yaml",
                                """
                                services:
                                  web:
                                    image: web
                                    ports: ["8080:80", "9090:90"]
                                    environment: [A=1, B=2]
                                    volumes: ["one:/work", "one:/other"]
                                    expose: ["1"]
                                    depends_on: [db]
                                    cap_drop: [ALL]
                                    entrypoint: [a]
                                    healthcheck: {test: [CMD, a], retries: 7}
                                  db: {image: db, healthcheck: {test: x}}
                                volumes: {one: , two: }
                                """,
                                "compose.override.yaml",
                                """
                                services:
                                  web:
                                    ports: !override ["70:70"]
                                    environment: {B: 3, C: 4, A: }
                                    volumes: ["two:/work:ro"]
                                    expose: ["1", "2"]
                                    depends_on: {db: {condition: service_healthy}}
                                    cap_drop: !reset null
                                    entrypoint: b c
                                    healthcheck: {test: [CMD, b]}
                                """));
        // Then
        var web = read.service("web");
        assertThat(read.planned("web").ports()).containsExactly(70);
        assertThat(read.planned("web").exposed()).containsExactly(1, 2);
        assertThat(read.planned("web").dropped()).isEmpty();
        assertThat(web.program().environment()).isEqualTo(Map.of("B", "3", "C", "4"));
        assertThat(web.program().passed()).containsExactly("A");
        assertThat(web.program().entrypoint().orElseThrow()).containsExactly("b", "c");
        assertThat(web.health().orElseThrow().command()).containsExactly("b");
        assertThat(web.health().orElseThrow().retries()).isEqualTo(7);
        assertThat(web.mounts().toString())
                .contains("volume=two, target=/work, readOnly=true", "volume=one, target=/other")
                .doesNotContain("volume=one, target=/work");
        assertThat(web.dependencies().toString()).contains("HEALTHY");
    }

    @Test
    void services_extend_others_of_this_file_and_of_others() throws IOException {
        // When
        var read =
                stacks.read(
                        Map.of(
                                "compose.yaml",
                                """
                                services:
                                  web:
                                    extends: {file: lib/common.yaml, service: middle}
                                    environment: {PORT: 8080}
                                    ports: ["80"]
                                  copy: {extends: web, user: me}
                                """,
                                "lib/common.yaml",
                                """
                                services:
                                  middle: {extends: low, environment: [TZ=utc, PORT=80]}
                                  low: {build: ./app, user: root}
                                """,
                                "lib/app/Dockerfile",
                                "FROM scratch"));
        // Then
        assertThat(read.service("web").program().environment())
                .isEqualTo(Map.of("TZ", "utc", "PORT", "8080"));
        assertThat(read.service("web").program().user()).isEqualTo("root");
        assertThat(read.service("copy").program().user()).isEqualTo("me");
        assertThat(read.planned("copy").image()).isEqualTo(read.planned("web").image());
        assertThat(read.toString()).contains("context=lib/app");
    }

    @Test
    void extending_in_a_circle_or_what_is_not_there_is_refused() {
        refused(
                Map.of(
                        "compose.yaml",
                        "services:\n  a: {extends: b, image: x}\n  b: {extends: {service: a}}\n"),
                "in a circle: a → b → a");
        refused(
                Map.of("compose.yaml", "services: {a: {extends: b, image: x}}"),
                "there is no service b");
        refused(
                Map.of("compose.yaml", "services: {a: {extends: {file: o.yaml, service: b}}}"),
                "there is no o.yaml");
        refused(
                Map.of("compose.yaml", "services: {a: {extends: {file: ../o.yaml, service: b}}}"),
                "leads out");
    }

    @Test
    void other_files_are_included_with_their_own_folder_and_variables() throws IOException {
        // When
        var read =
                stacks.read(
                        Map.of(
                                "compose.yaml",
                                """
                                include:
                                  - db/compose.yaml
                                  - {path: [mail/a.yaml], project_directory: ., env_file: m.env}
                                services:
                                  web: {image: web, depends_on: [db, mail]}
                                """,
                                ".env",
                                "TAG=outer\n",
                                "db/compose.yaml",
                                "services: {db: {image: 'db:${TAG}-${OWN}', build: ./x}}",
                                "db/x/Dockerfile",
                                "FROM scratch",
                                "db/.env",
                                "TAG=inner\nOWN=own\n",
                                "m.env",
                                "M=5\n",
                                "mail/a.yaml",
                                "services: {mail: {image: 'mail:${M}', env_file: m.env}}"));
        // Then
        assertThat(read.names()).containsExactly("db", "mail", "web");
        assertThat(read.remarks().toString()).contains("db:outer-own");
        assertThat(read.toString()).contains("reference=mail:5", "context=db/x");
        assertThat(read.service("mail").program().environment()).isEqualTo(Map.of("M", "5"));
        assertThat(read.defaults()).containsEntry("TAG", "outer").containsEntry("OWN", "own");
    }

    @Test
    @Timeout(20)
    void included_things_of_one_name_circles_and_other_folders_are_refused() {
        refused(
                Map.of("compose.yaml", "include: [b.yaml]\n" + WEB, "b.yaml", WEB),
                "services.web: compose.yaml:2 has one of that name");
        refused(
                Map.of(
                        "compose.yaml",
                        "include: [b.yaml, b.yaml]\n" + WEB,
                        "b.yaml",
                        "include: [compose.yaml, compose.yaml]"),
                "circle");
        refused(Map.of("compose.yaml", "include: [../b.yaml]\n" + WEB), "leads out");
        refused(Map.of("compose.yaml", "include: [/etc/b.yaml]\n" + WEB), "not in the stack's");
    }

    @Test
    void one_file_may_be_included_twice() throws IOException {
        var read =
                stacks.read(
                        Map.of(
                                "compose.yaml", "include: [a.yaml, b.yaml]",
                                "a.yaml", "include: [c.yaml]\nservices: {a: {image: a}}",
                                "b.yaml", "include: [c.yaml]\nservices: {b: {image: b}}",
                                "c.yaml", WEB));
        assertThat(read.names()).containsExactly("a", "b", "web");
    }

    @Test
    void structure_is_resolved_now_and_what_programs_get_later() throws IOException {
        // When
        var read =
                stacks.read(
                        Map.of(
                                "compose.yaml",
                                """
                                services:
                                  web:
                                    image: "web:${TAG:-1}"
                                    user: "${WHO}${NOBODY}"
                                    command: run --as "${SECRET} $$X"
                                    environment: {P: "${SECRET:?}"}
                                    healthcheck: {test: "check ${SECRET}"}
                                    labels: {x-a: "$", b: c}
                                """,
                                ".env",
                                "TAG=2\nWHO=file\n"),
                        Map.of("WHO", "given"));
        // Then
        assertThat(read.toString()).contains("reference=web:2");
        var program = read.service("web").program();
        assertThat(program.user()).isEqualTo("given");
        assertThat(program.command().orElseThrow()).containsExactly("run", "--as", "${SECRET} $$X");
        assertThat(program.environment()).containsEntry("P", "${SECRET:?}");
        assertThat(read.service("web").health().orElseThrow().command())
                .containsExactly("/bin/sh", "-c", "check ${SECRET}");
        assertThat(read.remarks()).contains("variable NOBODY is not set: it is empty");
        assertThat(read.defaults()).isEqualTo(Map.of("TAG", "2", "WHO", "file"));
        refused(
                Map.of("compose.yaml", "services: {web: {image: 'web:${TAG:?say which}'}}"),
                "compose.yaml:1: services.web.image: variable TAG: say which");
        refused(
                Map.of("compose.yaml", "services: {web: {image: web, command: 'a ${'}}"),
                "services.web.command: template");
    }

    @Test
    void anchors_merge_keys_and_extensions_are_followed() throws IOException {
        var read =
                stacks.read(
                        """
                        x-env: &env {A: 1, B: 2}
                        x-more: &more {C: 3}
                        services:
                          web:
                            image: web
                            x-note: [whatever]
                            environment: {<<: [*env, *more], B: own}
                        """);
        assertThat(read.service("web").program().environment())
                .isEqualTo(Map.of("A", "1", "B", "own", "C", "3"));
    }

    @Test
    @Timeout(20)
    void bombs_are_refused() {
        // Given
        var bomb = new StringBuilder("x-a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("x-a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
        }
        // Then
        refused(Map.of("compose.yaml", bomb + WEB), "more than 100000 values");
        refused(Map.of("compose.yaml", "x-a: " + "[".repeat(100_000)), "no YAML");
        refused(Map.of("compose.yaml", "#".repeat(10 << 20)), "more than 1 MiB");
        refused(Map.of("compose.yaml", "x-a: &a [*a]\n" + WEB), "for what it is within");
        refused(Map.of("compose.yaml", "x-a: &a {b: {c: *a}}\n" + WEB), "for what it is within");
        String many = "x-a: &a {b: c}\nx-b: [" + "*a,".repeat(3000) + "]\n";
        refused(Map.of("compose.yaml", many + WEB), "no YAML");
    }

    @Test
    void what_is_no_compose_file_is_named_with_its_line() {
        refused(Map.of("compose.yaml", "services:\n  web: [\n"), "compose.yaml:", "no YAML");
        refused(Map.of("compose.yaml", "- a"), "must be a mapping");
        refused(Map.of("compose.yaml", ""), "no services");
        refused(Map.of("compose.yaml", WEB + "\nservices: {}"), "compose.yaml:2", "twice");
        refused(Map.of("compose.yaml", "a: !!java.net.URL [x]"), "tag is not allowed");
        refused(Map.of("compose.yaml", "a: !own [x]"), "the tag !own is not known");
        refused(Map.of("compose.yaml", "? [a]\n: b"), "a key must be a text");
        refused(Map.of("compose.yaml", "a: {<<: b}"), "<< takes mappings");
        refused(Map.of("compose.yaml", WEB, ".env", "a b"), ".env, line 1");
    }
}
