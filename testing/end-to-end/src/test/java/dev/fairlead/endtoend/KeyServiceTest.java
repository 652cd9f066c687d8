package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.testkit.keyservice.TransitServer;
import dev.fairlead.testkit.providers.SigningKey;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// The master key by a key management service, from the first start on and in the place of a file.
/// The service is a server of ours that has the shape of Vault's.
@Tag("slow")
class KeyServiceTest {
    private static final String TELLING = "export default () => process.env.TOKEN;";
    private static final int PORT_BASE = 23_000;

    @TempDir Path folder = Path.of("");

    private Map<String, String> settings(TransitServer service, SigningKey certificate)
            throws IOException {
        Path token = Files.writeString(folder.resolve("token"), service.token() + "\n");
        Path authority = Files.writeString(folder.resolve("ca.pem"), certificate.certificatePem());
        return Map.of(
                "FAIRLEAD_KMS_URL", service.address().toString(),
                "FAIRLEAD_KMS_KEY", "fairlead",
                "FAIRLEAD_KMS_TOKEN_FILE", token.toString(),
                "FAIRLEAD_KMS_CA_FILE", authority.toString());
    }

    @Test
    void a_key_that_a_service_made_is_on_no_disk_and_opens_after_a_restart() throws Exception {
        // Given
        SigningKey certificate = SigningKey.server("localhost");
        TransitServer service = TransitServer.secure(certificate).key("fairlead");
        int port = PORT_BASE + new Random().nextInt(2_000);
        try (service;
                var server = new ServerProcess(port, "kms", settings(service, certificate))) {
            deploy(server);
            assertThat(server.send("GET", "/fn/wrapped/teller", "").body()).contains("s3cret");
            // When
            server.stop();
            server.startAgain();
            // Then
            assertThat(server.send("GET", "/fn/wrapped/teller", "").body()).contains("s3cret");
            assertThat(Files.readString(server.data().resolve("master-key")))
                    .startsWith("vault:v1:");
            server.stop();
            assertThat(service.unwrapped()).isNotEmpty();
            assertThat(holders(server.data(), service)).isEmpty();
            // When
            service.close();
            int exit = server.startInVain();
            // Then
            assertThat(exit).isEqualTo(1);
            assertThat(server.log())
                    .contains("asked 5 times", "FAIRLEAD_KMS_URL")
                    .doesNotContain(service.token())
                    .doesNotContain(texts(service));
        }
    }

    private static void deploy(ServerProcess server) {
        server.api("POST", "/projects", "{\"name\":\"wrapped\"}");
        server.api(
                "PATCH",
                "/variables?project=wrapped",
                "{\"set\":[{\"name\":\"TOKEN\",\"value\":\"s3cret\",\"secret\":true}]}");
        server.api(
                "POST",
                "/functions",
                Installation.JSON.writeValueAsString(
                        Map.of(
                                "project", "wrapped",
                                "name", "teller",
                                "language", "javascript",
                                "source", TELLING)));
        Installation.await(
                () -> server.send("GET", "/fn/wrapped/teller", "").statusCode() == 200,
                "the function");
    }

    /// Its keys as texts that somebody could have written down.
    private static List<String> texts(TransitServer service) {
        var texts = new ArrayList<String>();
        for (byte[] key : service.unwrapped()) {
            texts.add(new String(key, StandardCharsets.ISO_8859_1));
            texts.add(HexFormat.of().formatHex(key));
            texts.add(Base64.getEncoder().encodeToString(key));
        }
        return texts;
    }

    /// Files that have one of them, or the token.
    private static List<Path> holders(Path data, TransitServer service) throws IOException {
        List<String> secrets = new ArrayList<>(texts(service));
        secrets.add(service.token());
        var found = new ArrayList<Path>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                try {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    if (secrets.stream().anyMatch(text::contains)) {
                        found.add(file);
                    }
                } catch (NoSuchFileException e) {
                    // PostgreSQL took it away in the meantime.
                }
            }
        }
        return found;
    }

    @Test
    void a_key_of_a_file_gives_way_to_one_of_a_service_while_all_goes_on() throws Exception {
        // Given
        SigningKey certificate = SigningKey.server("localhost");
        var settings = new HashMap<String, String>();
        try (TransitServer service = TransitServer.secure(certificate).key("fairlead");
                Installation fairlead = Installation.fresh(settings).ready()) {
            fairlead.javascript("wrapped", "teller", TELLING);
            fairlead.api(
                    "PATCH",
                    "/variables?project=wrapped",
                    "{\"set\":[{\"name\":\"TOKEN\",\"value\":\"s3cret\",\"secret\":true}]}");
            Path file = fairlead.data().resolve("master-key");
            String plain = Files.readString(file);
            fairlead.stop();
            // When
            settings.putAll(settings(service, certificate));
            String wrapped = service.wrap("fairlead") + "\n";
            Files.writeString(file, wrapped + plain);
            fairlead.startAgain();
            fairlead.ready();
            long before = sealing(fairlead).path("remaining").asLong();
            String during = fairlead.get("/fn/wrapped/teller").body();
            fairlead.api("POST", "/installation/sealing:renew", "");
            Installation.await(
                    () -> sealing(fairlead).hasNonNull("finishedAt"), "everything under it");
            fairlead.stop();
            Files.writeString(file, wrapped);
            fairlead.startAgain();
            fairlead.ready();
            // Then
            assertThat(before).isPositive();
            assertThat(during).contains("s3cret");
            assertThat(sealing(fairlead).path("remaining").asLong()).isZero();
            assertThat(sealing(fairlead).path("keys")).hasSize(1);
            assertThat(fairlead.get("/fn/wrapped/teller").body()).contains("s3cret");
            assertThat(
                            fairlead.api("POST", "/variables/TOKEN:reveal?project=wrapped", "")
                                    .json()
                                    .path("value")
                                    .asString())
                    .isEqualTo("s3cret");
        }
    }

    private static JsonNode sealing(Installation fairlead) {
        return fairlead.api("GET", "/installation/sealing", "").json();
    }
}
