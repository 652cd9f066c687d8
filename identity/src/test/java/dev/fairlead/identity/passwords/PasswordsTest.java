package dev.fairlead.identity.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.identity.passwords.Passwords.Cost;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class PasswordsTest {
    private final Passwords passwords = new Passwords(new Cost(64, 1, 1), 2);

    @Test
    void the_password_matches_its_hash_and_no_other_does() {
        // Given
        String kept = passwords.hash("correct horse battery");
        // When / Then
        assertThat(passwords.matches("correct horse battery", Optional.of(kept))).isTrue();
        assertThat(passwords.matches("correct horse batterz", Optional.of(kept))).isFalse();
        assertThat(passwords.matches("", Optional.of(kept))).isFalse();
        assertThat(kept).startsWith("$argon2id$v=19$m=64,t=1,p=1$").doesNotContain("horse");
    }

    @Test
    void the_same_password_is_never_kept_the_same_way() {
        assertThat(passwords.hash("correct horse battery"))
                .isNotEqualTo(passwords.hash("correct horse battery"));
    }

    @Test
    void nobodys_password_never_matches() {
        assertThat(passwords.matches("nobody's password", Optional.empty())).isFalse();
    }

    @Test
    void a_hash_says_what_it_was_made_with_and_is_outdated_by_another_cost() {
        // Given
        String kept = passwords.hash("correct horse battery");
        var stronger = new Passwords(new Cost(128, 2, 1), 1);
        // When / Then
        assertThat(stronger.matches("correct horse battery", Optional.of(kept))).isTrue();
        assertThat(stronger.outdated(kept)).isTrue();
        assertThat(passwords.outdated(kept)).isFalse();
    }

    @Test
    void what_is_no_hash_matches_nothing() {
        for (String kept :
                new String[] {
                    "", "plain", "$argon2id$v=19$m=64,t=1,p=1$short$short", "$2a$10$abc"
                }) {
            assertThat(passwords.matches("plain", Optional.of(kept))).as(kept).isFalse();
            assertThat(passwords.outdated(kept)).isTrue();
        }
    }

    @Test
    void a_megabyte_is_refused_before_it_is_hashed() {
        assertThat(passwords.matches("x".repeat(1 << 20), Optional.empty())).isFalse();
    }

    @Test
    void composed_and_decomposed_letters_are_the_same() {
        // Given
        String kept = passwords.hash("gru\u00df aus k\u00f6ln");
        // When / Then
        assertThat(passwords.matches("gru\u00df aus ko\u0308ln", Optional.of(kept))).isTrue();
    }

    /// Made by the reference program: `argon2 somesaltsomesalt -id -k 64 -t 1 -p 1 -l 32 -e`.
    @Test
    void hashes_of_other_programs_match() {
        String kept =
                "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
                        + "55PWTvddWPUD1GMbKxSff4ASfF85k9ibHJt4HlHQtBM";
        assertThat(passwords.matches("password", Optional.of(kept))).isTrue();
    }
}
