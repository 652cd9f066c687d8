package dev.fairlead.identity.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class StrengthTest {
    private final Strength strength = new Strength();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "password123",
                "aaaaaaaaaaaa",
                "qwertyuiop",
                "12345678901234",
                "ada lovelace",
                "AdaLovelace",
                "fairlead2026"
            })
    void what_is_tried_first_is_weak(String password) {
        assertThat(
                        strength.weakness(
                                password, List.of("ada", "lovelace", "ada lovelace", "fairlead")))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"violet-otter-parcel-94", "h8#kQz!m2Lw0", "grün sind alle meine wiesen"})
    void what_is_not_is_fine(String password) {
        assertThat(strength.weakness(password, List.of("ada"))).isEmpty();
    }
}
