package dev.fairlead.cli.releases;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// `receipts`: what changes did to requests.
@Command(
        name = "receipts",
        description = "Show what was under way while a service changed, and what became of it.",
        footer = {
            "",
            "Example: fairlead receipts list demo/hello",
            "Example: fairlead receipts verify RECEIPT"
        })
public final class ReceiptsCommand {
    private static final String ALGORITHM = "Ed25519";

    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("AT", "CHANGE", "TOOK", "IN FLIGHT", "SOCKETS", "LOST", "CUT", "ID"),
                    one ->
                            List.of(
                                    one.path("at").asString(),
                                    change(one),
                                    one.path("tookMicros").asLong() / 1000.0 + " ms",
                                    one.path("inFlight").asString(),
                                    Long.toString(sum(one, "sockets")),
                                    one.path("lost").asString("not over"),
                                    Long.toString(sum(one, "cut")),
                                    one.path("id").asString()));

    private static long sum(JsonNode receipt, String what) {
        long sum = 0;
        for (JsonNode version : receipt.path("versions")) {
            sum += version.path(what).asLong();
        }
        return sum;
    }

    private static String change(JsonNode receipt) {
        var words = new ArrayList<String>();
        for (JsonNode change : receipt.path("changes")) {
            String environment = change.path("environment").asString();
            words.add(
                    (environment.equals("production") ? "" : environment + " ")
                            + change.path("alias").asString()
                            + " "
                            + weights(change.path("before"))
                            + " -> "
                            + weights(change.path("after")));
        }
        for (JsonNode domain : receipt.path("domains")) {
            words.add(domain.path("domain").asString() + " " + domain.path("change").asString());
        }
        return words.isEmpty() ? "settings" : String.join(", ", words);
    }

    private static String weights(JsonNode weights) {
        var words = new ArrayList<String>();
        for (JsonNode one : weights) {
            String version = one.path("version").asString();
            double share = one.path("weight").asDouble();
            words.add(share == 100 ? version : version + ":" + share + "%");
        }
        return words.isEmpty() ? "-" : String.join("+", words);
    }

    @Command(
            name = "list",
            description = "List a service's receipts, newest first; one of each server.",
            footer = {"", "Example: fairlead receipts list demo/hello"})
    Integer list(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "function") FunctionOptions function) {
        ApiClient api = terminal.api();
        return terminal.list(
                api,
                "/functions/" + function.find(api).id() + "/receipts",
                "nothing changed yet",
                COLUMNS);
    }

    @Command(
            name = "show",
            description = "Show a receipt as it was signed.",
            footer = {"", "Example: fairlead receipts show RECEIPT"})
    Integer show(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "RECEIPT", description = "its id") String id) {
        return terminal.change(
                terminal.api(),
                ApiClient.Call.get("/receipts/" + id),
                one -> one.path("document").asString());
    }

    @Command(
            name = "verify",
            description = "Check a receipt's signature by the installation's public keys.",
            footer = {"", "Example: fairlead receipts verify RECEIPT"})
    Integer verify(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "RECEIPT", description = "its id") String id) {
        ApiClient api = terminal.api();
        JsonNode receipt = api.send(ApiClient.Call.get("/receipts/" + id));
        if (!receipt.path("signature").isString()) {
            throw new CommandFailed(
                    ExitCode.FAILED, id + " is not over: something lives on that was under way");
        }
        for (JsonNode key : api.send(ApiClient.Call.get("/receipt-keys")).path("items")) {
            if (key.path("id").equals(receipt.path("keyId")) && holds(key, receipt)) {
                terminal.out().println(id + " is signed by key " + key.path("id").asString());
                return ExitCode.OK.number();
            }
        }
        throw new CommandFailed(ExitCode.FAILED, id + " is signed by none of the keys");
    }

    private static boolean holds(JsonNode key, JsonNode receipt) {
        var base64 = Base64.getDecoder();
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePublic(
                                    new X509EncodedKeySpec(
                                            base64.decode(key.path("publicKey").asString()))));
            signature.update(receipt.path("document").asString().getBytes(StandardCharsets.UTF_8));
            return signature.verify(base64.decode(receipt.path("signature").asString()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
