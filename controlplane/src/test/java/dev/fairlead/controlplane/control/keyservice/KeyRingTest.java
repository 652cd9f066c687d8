package dev.fairlead.controlplane.control.keyservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.controlplane.control.variables.Envelope;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

class KeyRingTest {
    private static final String PLAIN = "0a".repeat(Envelope.KEY_BYTES);

    private final HeldKeys service = new HeldKeys();
    private final KeyRing ring = new KeyRing("the-file", Optional.of(service));
    private final KeyRing alone = new KeyRing("the-file", Optional.empty());

    @Test
    void without_a_service_a_new_key_is_written_as_it_is() {
        // When
        String written = alone.fresh();
        // Then
        assertThat(HexFormat.of().parseHex(written)).hasSize(Envelope.KEY_BYTES);
        assertThat(alone.fresh()).isNotEqualTo(written);
    }

    @Test
    void with_a_service_a_new_key_is_written_wrapped() {
        // When
        String written = ring.fresh();
        // Then
        assertThat(written).startsWith("vault:v1:");
        assertThat(ring.envelope(List.of(written)).open("a", sealedBy(written))).isEqualTo("s");
    }

    private byte[] sealedBy(String written) {
        return ring.envelope(List.of(written)).seal("a", "s");
    }

    @Test
    void a_service_that_will_not_open_what_it_makes_makes_none() {
        // Given
        service.fail(HeldKeys.Fault.UNWRAP_REFUSED);
        // When / Then
        assertThatThrownBy(ring::fresh).isInstanceOf(KeyServiceFailed.class);
    }

    @Test
    void wrapped_and_plain_keys_stand_beside_each_other() {
        // Given
        String wrapped = ring.fresh();
        byte[] before = alone.envelope(List.of(PLAIN)).seal("a", "old");
        // When
        Envelope both = ring.envelope(List.of(wrapped, PLAIN));
        // Then
        assertThat(both.open("a", before)).isEqualTo("old");
        assertThat(both.currentKey()).isEqualTo(ring.envelope(List.of(wrapped)).currentKey());
        assertThat(ring.envelope(List.of(PLAIN, wrapped)).open("a", both.seal("a", "new")))
                .isEqualTo("new");
    }

    @Test
    void a_wrapped_key_without_a_service_names_the_setting() {
        // Given
        String wrapped = ring.fresh();
        // When / Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> alone.envelope(List.of(wrapped)))
                .withMessageContaining("the-file")
                .withMessageContaining("FAIRLEAD_KMS_URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault:v1:", "vault:x1:YWFhYQ==", "vault:v0:YWFhYQ==", "vault:v1:a b"})
    void what_is_badly_wrapped_is_refused_and_not_shown(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ring.envelope(List.of(text)))
                .withMessageContaining("the-file has no wrapped key")
                .withMessageNotContaining("YWFhYQ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0a", "not a key", "vaultv1"})
    void what_is_no_key_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ring.envelope(List.of(text)))
                .withMessageContaining("64 hexadecimal digits");
        assertThatIllegalArgumentException().isThrownBy(() -> ring.envelope(List.of()));
    }

    @Test
    void after_a_rotation_of_the_service_the_same_key_is_wrapped_anew() {
        // Given
        String wrapped = ring.fresh();
        List<String> written = List.of(wrapped, PLAIN);
        assertThat(ring.renewed(written)).isEqualTo(written);
        service.rotate();
        // When
        List<String> renewed = ring.renewed(written);
        // Then
        assertThat(renewed.getFirst()).startsWith("vault:v2:");
        assertThat(renewed.getLast()).isEqualTo(PLAIN);
        assertThat(ring.envelope(renewed).currentKey())
                .isEqualTo(ring.envelope(written).currentKey());
        assertThat(alone.renewed(List.of(PLAIN))).containsExactly(PLAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"REWRAP_REFUSED", "REWRAP_GIVES_ANOTHER"})
    void what_is_not_wrapped_anew_as_the_same_stays_as_it_is(HeldKeys.Fault fault) {
        // Given
        String wrapped = ring.fresh();
        service.rotate();
        service.fail(fault);
        // When
        List<String> renewed = ring.renewed(List.of(wrapped));
        // Then
        assertThat(renewed).containsExactly(wrapped);
    }
}
