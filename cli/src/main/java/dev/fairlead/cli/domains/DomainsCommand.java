package dev.fairlead.cli.domains;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Functions;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `domains`: claim them, prove them, lead them somewhere.
@Command(
        name = "domains",
        description = "List a project's domains; claim, prove, change and give them up.",
        footer = {
            "",
            "Example: fairlead domains add shop.example.org --service hello",
            "Example: fairlead domains verify shop.example.org"
        })
public final class DomainsCommand implements Callable<Integer> {
    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of(
                            "DOMAIN",
                            "STATE",
                            "PROVEN BY",
                            "LEADS TO",
                            "ENVIRONMENT",
                            "ALIAS",
                            "ID"),
                    one ->
                            List.of(
                                    one.path("name").asString(),
                                    one.path("state").asString(),
                                    one.path("provenBy").asString("-"),
                                    one.path("service").asString("-"),
                                    one.path("environment").asString(),
                                    one.path("alias").asString(),
                                    one.path("id").asString()));

    @Mixin private Terminal terminal = new Terminal();
    @Mixin private InProject in = new InProject();

    /// How a domain answers.
    static final class How {
        @Option(names = "--service", description = "leads to this service, by name or id")
        private @Nullable String service;

        @Option(
                names = {"-e", "--environment"},
                description = "in which environment (default: production)")
        private @Nullable String environment;

        @Option(names = "--alias", description = "which alias of it (default: live)")
        private @Nullable String alias;

        @Option(
                names = "--redirect",
                negatable = true,
                description = "send plain requests to https")
        private @Nullable Boolean redirect;

        @Option(
                names = "--hsts",
                paramLabel = "SECONDS",
                description = "browsers use https alone for so long; 0 ends it")
        private @Nullable Long hsts;

        @Option(names = "--hsts-subdomains", description = "for what is below it, too")
        private boolean subdomains;

        @Option(names = "--hsts-preload", description = "allow it on the lists of browsers")
        private boolean preload;

        @Option(
                names = "--certificate",
                negatable = true,
                description = "get certificates from the authority (default), or not")
        private @Nullable Boolean certificate;

        @Option(
                names = "--challenge",
                paramLabel = "KIND",
                description =
                        "by what the authority is shown it: http-01, tls-alpn-01, dns-01, or ''"
                                + " for any that works (default)")
        private @Nullable String challenge;

        Map<String, @Nullable Object> body(ApiClient api, String project) {
            var wanted = new LinkedHashMap<String, @Nullable Object>();
            wanted.put(
                    "service",
                    service == null || service.isEmpty()
                            ? service
                            : new Functions(api).get(service, project).id());
            wanted.put("environment", environment);
            wanted.put("alias", alias);
            wanted.put("redirectToHttps", redirect);
            wanted.put("automaticCertificate", certificate);
            wanted.put("challenge", challenge);
            if (hsts != null) {
                wanted.put(
                        "hsts",
                        Map.of(
                                "maxAgeSeconds", hsts,
                                "includeSubdomains", subdomains,
                                "preload", preload));
            }
            return wanted;
        }
    }

    @Override
    public Integer call() {
        return shown(terminal, in);
    }

    private static Integer shown(Terminal terminal, InProject in) {
        ApiClient api = terminal.api();
        return terminal.list(api, in.path(api, "/domains"), "no domains", COLUMNS);
    }

    @Command(
            name = "list",
            description = "List a project's domains.",
            footer = {"", "Example: fairlead domains list --project shop"})
    Integer list(@Mixin(name = "terminal") Terminal terminal, @Mixin(name = "in") InProject in) {
        return shown(terminal, in);
    }

    @Command(
            name = "add",
            description = "Claim a domain, and say how to prove it.",
            footer = {"", "Example: fairlead domains add shop.example.org --service hello"})
    Integer add(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "in") InProject in,
            @Mixin(name = "how") How how,
            @Parameters(paramLabel = "DOMAIN", description = "or *.DOMAIN") String name) {
        ApiClient api = terminal.api();
        Map<String, @Nullable Object> wanted = how.body(api, in.name());
        wanted.put("name", name);
        return terminal.change(
                api, api.post(in.path(api, "/domains"), wanted), DomainsCommand::told);
    }

    private static String told(JsonNode one) {
        String name = one.path("name").asString();
        if (one.path("state").asString().equals("active")) {
            return name + " is proven and answers";
        }
        var text = new StringBuilder(name).append(" is ").append(one.path("state").asString());
        String seen = one.path("seen").asString("");
        if (!seen.isEmpty()) {
            text.append(": ").append(seen);
        }
        text.append("\nProve it in one of these ways, then `fairlead domains verify ")
                .append(name)
                .append("`, or wait:");
        for (JsonNode proof : one.path("proofs")) {
            text.append("\n  ")
                    .append(
                            switch (proof.path("method").asString()) {
                                case "txt" -> "TXT    ";
                                case "cname" -> "CNAME  ";
                                default -> "file   ";
                            })
                    .append(proof.path("where").asString())
                    .append("  ")
                    .append(proof.path("value").asString());
        }
        return text.toString();
    }

    @Command(
            name = "show",
            description = "Show how a domain is proven, and what was seen last.",
            footer = {"", "Example: fairlead domains show shop.example.org"})
    Integer show(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "in") InProject in,
            @Parameters(paramLabel = "DOMAIN", description = "its name or id") String reference) {
        ApiClient api = terminal.api();
        return terminal.change(
                api, ApiClient.Call.get(in.domain(api, reference)), DomainsCommand::told);
    }

    @Command(
            name = "update",
            description = "Change where a domain leads and how it answers.",
            footer = {"", "Example: fairlead domains update shop.example.org --redirect"})
    Integer update(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "in") InProject in,
            @Mixin(name = "how") How how,
            @Parameters(paramLabel = "DOMAIN", description = "its name or id") String reference) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.patch(in.domain(api, reference), how.body(api, in.name())),
                one -> one.path("name").asString() + " is changed");
    }

    @Command(
            name = "verify",
            description = "Look now whether a domain is proven.",
            footer = {"", "Example: fairlead domains verify shop.example.org"})
    Integer verify(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "in") InProject in,
            @Parameters(paramLabel = "DOMAIN", description = "its name or id") String reference) {
        ApiClient api = terminal.api();
        var call = api.post(in.domain(api, reference) + ":verify", Map.of());
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode looked = api.send(call);
        if (!terminal.printed(api, looked)) {
            terminal.out().println(told(looked));
        }
        boolean active = looked.path("state").asString().equals("active");
        return (active ? ExitCode.OK : ExitCode.FAILED).number();
    }

    @Command(
            name = "remove",
            description = "Give a domain up; it answers no more.",
            footer = {"", "Example: fairlead domains remove shop.example.org"})
    Integer remove(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "in") InProject in,
            @Parameters(paramLabel = "DOMAIN", description = "its name or id") String reference) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                ApiClient.Call.delete(in.domain(api, reference)),
                _ -> reference + " is given up");
    }
}
