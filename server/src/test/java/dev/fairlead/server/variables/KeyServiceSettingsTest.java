package dev.fairlead.server.variables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fairlead.controlplane.control.keyservice.KeyServiceFailed.Why;
import dev.fairlead.testkit.providers.SigningKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class KeyServiceSettingsTest {
    private final Map<String, String> environment =
            new HashMap<>(
                    Map.of(
                            "FAIRLEAD_KMS_URL", "https://vault.example:8200/",
                            "FAIRLEAD_KMS_KEY", "fairlead",
                            "FAIRLEAD_KMS_TOKEN", "hvs.secret-token"));

    @TempDir Path folder = Path.of("");

    @Test
    void without_an_address_there_is_none() {
        assertThat(KeyServiceSettings.parse(Map.of("FAIRLEAD_KMS_URL", " "))).isEmpty();
    }

    @Test
    void the_engine_is_where_it_usually_is_and_the_token_is_not_shown() {
        // When
        KeyServiceSettings settings = KeyServiceSettings.parse(environment).orElseThrow();
        // Then
        assertThat(settings.place().mount()).isEqualTo("transit");
        assertThat(settings.place().namespace()).isEmpty();
        assertThat(settings.toString())
                .contains("vault.example")
                .doesNotContain("hvs.secret-token");
        assertThat(new MasterKeySettings(List.of(), Optional.of(settings)))
                .asString()
                .doesNotContain("hvs.secret-token");
    }

    @Test
    void token_and_certificates_come_from_files() throws IOException, GeneralSecurityException {
        // Given
        Path token = Files.writeString(folder.resolve("token"), "hvs.of-a-file\n");
        SigningKey key = SigningKey.server("vault.example");
        Path authorities = Files.writeString(folder.resolve("ca.pem"), key.certificatePem());
        environment.remove("FAIRLEAD_KMS_TOKEN");
        environment.put("FAIRLEAD_KMS_TOKEN_FILE", token.toString());
        environment.put("FAIRLEAD_KMS_CA_FILE", authorities.toString());
        // When
        KeyServiceSettings settings = KeyServiceSettings.parse(environment).orElseThrow();
        // Then
        assertThat(settings.token()).isEqualTo("hvs.of-a-file");
        assertThat(settings.trusted()).containsExactly(key.certificate());
    }

    @ParameterizedTest
    @CsvSource({
        "FAIRLEAD_KMS_URL, http://vault.example:8200",
        "FAIRLEAD_KMS_URL, https://ada:secret@vault.example",
        "FAIRLEAD_KMS_URL, https://vault.example/?a=b",
        "FAIRLEAD_KMS_URL, vault.example:8200",
        "FAIRLEAD_KMS_URL, no address",
        "FAIRLEAD_KMS_KEY, ''",
        "FAIRLEAD_KMS_KEY, a/b",
        "FAIRLEAD_KMS_KEY, ../sys",
        "FAIRLEAD_KMS_MOUNT, a//b",
        "FAIRLEAD_KMS_MOUNT, ../sys",
        "FAIRLEAD_KMS_MOUNT, a?b",
        "FAIRLEAD_KMS_NAMESPACE, a b",
        "FAIRLEAD_KMS_TOKEN, two words",
        "FAIRLEAD_KMS_TOKEN, ''",
        "FAIRLEAD_KMS_TOKEN_FILE, /nowhere/token",
        "FAIRLEAD_KMS_CA_FILE, /nowhere/ca.pem",
    })
    void what_cannot_be_is_refused_by_name_without_the_token(String name, String value) {
        // Given
        environment.put(name, value);
        // When / Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyServiceSettings.parse(environment))
                .withMessageContaining(name)
                .withMessageNotContaining("hvs.secret-token")
                .withMessageNotContaining("two words");
    }

    @Test
    void a_file_that_has_no_token_is_named_and_not_shown() throws IOException {
        // Given
        Path token = Files.writeString(folder.resolve("token"), "not a token");
        environment.remove("FAIRLEAD_KMS_TOKEN");
        environment.put("FAIRLEAD_KMS_TOKEN_FILE", token.toString());
        // When / Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyServiceSettings.parse(environment))
                .withMessageContaining(token.toString())
                .withMessageNotContaining("not a token");
    }

    @Test
    void what_goes_with_an_address_is_not_there_alone() {
        // Given
        environment.remove("FAIRLEAD_KMS_URL");
        // When / Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyServiceSettings.parse(environment))
                .withMessageContaining("FAIRLEAD_KMS_KEY needs FAIRLEAD_KMS_URL");
    }

    @Test
    void plain_http_reaches_this_machine() {
        // Given
        environment.put("FAIRLEAD_KMS_URL", "http://127.0.0.1:8200");
        // When / Then
        assertThat(KeyServiceSettings.parse(environment)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(Why.class)
    void for_every_failure_there_is_something_to_do(Why why) {
        assertThat(KeyServiceSettings.advice(why)).isNotBlank();
    }
}
