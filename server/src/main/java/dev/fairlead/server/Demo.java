package dev.fairlead.server;

import dev.fairlead.controlplane.control.deployments.SourceStore;
import dev.fairlead.controlplane.control.deployments.SourceStore.Accepted;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.ServiceKind;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Deploys the example functions into the project `demo` and calls each once.
final class Demo {
    private static final ProjectName PROJECT = new ProjectName("demo");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ControlPlane control;
    private final Path examples;
    private final String url;
    private final PrintStream out;

    Demo(ControlPlane control, Path examples, String url, PrintStream out) {
        this.control = control;
        this.examples = examples;
        this.url = url;
        this.out = out;
    }

    /// Without a language it is a site.
    private record Example(String name, String folder, String file, Optional<Language> language) {
        ServiceKind kind() {
            return language.isPresent() ? ServiceKind.FUNCTION : ServiceKind.SITE;
        }
    }

    void run() throws IOException, InterruptedException {
        OrganizationId organization = control.projects().firstOrganization();
        if (control.projects().find(organization, PROJECT).isEmpty()) {
            control.projects().create(organization, PROJECT);
        }
        for (Example example :
                List.of(
                        example("hello", "hello-javascript", "index.js", Language.JAVASCRIPT),
                        example("hello-wasm", "hello-wasm", "hello.wasm", Language.WASM),
                        example(
                                "hello-as",
                                "hello-assemblyscript",
                                "index.ts",
                                Language.ASSEMBLYSCRIPT),
                        new Example("hello-site", "site", "index.html", Optional.empty()))) {
            Deployment ended = await(deploy(organization, example));
            if (ended.failure().isPresent()) {
                out.println("demo " + example.name() + ": " + ended.failure().get().detail());
            } else {
                call(example);
            }
        }
    }

    private static Example example(String name, String folder, String file, Language language) {
        return new Example(name, folder, file, Optional.of(language));
    }

    private Deployment deploy(OrganizationId organization, Example example) throws IOException {
        var name = new ServiceName(example.name());
        ServiceRecord function = find(organization, name, example.kind());
        Path file = examples.resolve(example.folder()).resolve(example.file());
        try (var bytes = Files.newInputStream(file)) {
            var upload =
                    new SourceStore.Upload(
                            organization,
                            example.kind(),
                            example.file(),
                            example.language(),
                            false);
            Accepted source = control.sources().accept(upload, bytes);
            return control.deployments().submitIfChanged(function, source);
        }
    }

    private ServiceRecord find(OrganizationId organization, ServiceName name, ServiceKind kind) {
        try {
            return control.services()
                    .create(
                            organization,
                            PROJECT,
                            name,
                            kind,
                            ServiceSettings.DEFAULT.withSamples(true));
        } catch (Rejected e) {
            if (e.code() != ErrorCode.NAME_TAKEN) {
                throw e;
            }
            return control.services().find(organization, PROJECT, name).orElseThrow(() -> e);
        }
    }

    private Deployment await(Deployment deployment) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Deployment at = deployment;
        while (at.endedAt().isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
            at = control.deploymentStore().find(deployment.id()).orElse(at);
        }
        return at;
    }

    private void call(Example example) throws IOException, InterruptedException {
        boolean site = example.kind() == ServiceKind.SITE;
        String path = example.name() + (site ? "/" : "?name=Ada");
        URI address = URI.create(url + "/fn/" + PROJECT + "/" + path);
        try (var http = HttpClient.newHttpClient()) {
            var answer =
                    http.send(
                            HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
                            BodyHandlers.ofString());
            out.println(
                    "GET "
                            + address
                            + " -> "
                            + answer.statusCode()
                            + (site ? "" : " " + answer.body().strip()));
        }
    }
}
