package dev.fairlead.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

class FloorPlanTest {
    private static final JavaClasses FAIRLEAD =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.fairlead");

    @Test
    void no_packages_form_a_cycle() {
        slices().matching("dev.fairlead.(**)").should().beFreeOfCycles().check(FAIRLEAD);
    }

    @Test
    void the_data_plane_never_asks_the_control_plane() {
        noClasses()
                .that()
                .resideInAnyPackage("..dataplane..", "..wasm..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..controlplane..", "..builders..", "..database..")
                .check(FAIRLEAD);
    }

    @Test
    void the_model_uses_nothing_but_the_jdk() {
        noClasses()
                .that()
                .resideInAPackage("dev.fairlead.model..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "dev.fairlead.model..", "java..", "org.jspecify.annotations..")
                .check(FAIRLEAD);
    }

    @Test
    void sql_stays_in_the_store_and_beside_it() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "..controlplane.store..",
                        "..controlplane.jobs..",
                        "..server..",
                        "..database..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.postgresql..")
                .check(FAIRLEAD);
    }

    @Test
    void the_webassembly_engine_is_seen_by_its_runtime_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.fairlead.wasm..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.dylibso..")
                .check(FAIRLEAD);
    }

    @Test
    void proofs_of_identity_are_checked_by_one_module() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.fairlead.identity..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.nimbusds..", "jakarta.mail..")
                .check(FAIRLEAD);
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.fairlead.identity..", "dev.fairlead.certificates..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bouncycastle..")
                .check(FAIRLEAD);
        noClasses()
                .that()
                .resideInAPackage("dev.fairlead.identity..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.fairlead..")
                                .and(
                                        resideOutsideOfPackages(
                                                "dev.fairlead.identity..", "dev.fairlead.model..")))
                .check(FAIRLEAD);
    }

    @Test
    void name_servers_and_authorities_are_asked_by_one_module() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.fairlead.certificates..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.shredzone..", "org.xbill..", "com.google.common..")
                .check(FAIRLEAD);
        noClasses()
                .that()
                .resideInAPackage("dev.fairlead.certificates..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.fairlead..")
                                .and(
                                        resideOutsideOfPackages(
                                                "dev.fairlead.certificates..",
                                                "dev.fairlead.model..")))
                .check(FAIRLEAD);
    }

    @Test
    void vertx_stays_in_the_data_plane() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "..dataplane.http..",
                        "..dataplane.addresses..",
                        "..dataplane.answers..",
                        "..dataplane.cache..",
                        "..dataplane.rules..",
                        "..dataplane.gateway..",
                        "..dataplane.proxy..",
                        "..dataplane.links..",
                        "..dataplane.sites..",
                        "..dataplane.sockets..",
                        "..dataplane.wire..",
                        // Runtimes of Lambda end streams by trailers, which no other server reads.
                        "dev.fairlead.container.lambda")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(FAIRLEAD);
    }

    @Test
    void the_environment_is_read_by_server_and_cli_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.fairlead.server..", "dev.fairlead.cli..")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(FAIRLEAD);
    }

    @Test
    void the_api_reaches_the_store_through_control_only() {
        noClasses()
                .that()
                .resideInAPackage("..controlplane.control..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..controlplane.api..")
                .check(FAIRLEAD);
    }

    @Test
    void only_local_commands_see_builders_and_runtimes() {
        noClasses()
                .that()
                .resideInAPackage("dev.fairlead.cli..")
                .and()
                .resideOutsideOfPackage("dev.fairlead.cli.local..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.fairlead.builders..",
                        "dev.fairlead.engine..",
                        "dev.fairlead.sandbox..",
                        "dev.fairlead.dataplane..",
                        "dev.fairlead.wasm..",
                        "dev.fairlead.process..")
                .check(FAIRLEAD);
    }

    @Test
    void the_process_runtime_sees_the_port_and_the_sandbox_alone() {
        noClasses()
                .that()
                .resideInAPackage("dev.fairlead.process..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.fairlead..")
                                .and(
                                        resideOutsideOfPackages(
                                                "dev.fairlead.process..",
                                                "dev.fairlead.model..",
                                                "dev.fairlead.sandbox",
                                                "dev.fairlead.dataplane.runtime",
                                                "dev.fairlead.dataplane.versions")))
                .check(FAIRLEAD);
    }

    @Test
    void the_container_runtime_sees_the_port_and_the_engine_alone() {
        noClasses()
                .that()
                .resideInAPackage("dev.fairlead.container..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.fairlead..")
                                .and(
                                        resideOutsideOfPackages(
                                                "dev.fairlead.container..",
                                                "dev.fairlead.model..",
                                                "dev.fairlead.engine..",
                                                "dev.fairlead.dataplane.apps",
                                                "dev.fairlead.dataplane.upstream",
                                                "dev.fairlead.dataplane.versions")))
                .check(FAIRLEAD);
    }

    @Test
    void nobody_passes_a_string_to_a_shell() {
        noClasses()
                .should()
                .callMethod(Runtime.class, "exec", String.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .check(FAIRLEAD);
    }

    @Test
    void processes_of_strangers_are_started_by_the_sandbox_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.fairlead.sandbox..",
                        "dev.fairlead.database..",
                        "dev.fairlead.wasm.compile..")
                .and()
                // The browser of whoever signs in is no stranger's.
                .doNotHaveFullyQualifiedName("dev.fairlead.cli.sessions.BrowserOpener")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .check(FAIRLEAD);
    }

    @Test
    void the_sandbox_knows_nothing_of_what_runs_in_it() {
        noClasses()
                .that()
                .resideInAPackage("dev.fairlead.sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..builders..", "..controlplane..", "..dataplane..", "..wasm..")
                .check(FAIRLEAD);
    }

    @Test
    void an_engine_is_spoken_to_by_what_runs_containers_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.fairlead.engine..",
                        "dev.fairlead.sandbox.containers..",
                        "dev.fairlead.builders.apps..",
                        "dev.fairlead.container..",
                        "dev.fairlead.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.fairlead.engine..")
                .check(FAIRLEAD);
    }

    @Test
    void the_engine_knows_nothing_of_what_it_runs() {
        noClasses()
                .that()
                .resideInAPackage("dev.fairlead.engine..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.fairlead..")
                                .and(resideOutsideOfPackages("dev.fairlead.engine..")))
                .check(FAIRLEAD);
    }

    @Test
    void what_runs_inside_the_sandbox_is_copied_there_alone() {
        noClasses()
                .that()
                .resideInAPackage("dev.fairlead.sandbox.inside..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "dev.fairlead.sandbox.inside..", "java..", "org.jspecify..")
                .check(FAIRLEAD);
        noClasses()
                .that()
                .resideInAPackage("dev.fairlead.process.inside..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "dev.fairlead.process.inside..", "java..", "org.jspecify..")
                .check(FAIRLEAD);
    }
}
