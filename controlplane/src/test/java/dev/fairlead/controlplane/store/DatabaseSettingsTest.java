package dev.fairlead.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both forms of a database's address, and what is no address.
class DatabaseSettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://ann:p%40ss+w@db.example:6543/fair?sslmode=require",
                "postgresql://ann:p%40ss+w@db.example:6543/fair?sslmode=require",
                "jdbc:postgresql://ann:p%40ss+w@db.example:6543/fair?sslmode=require",
                "jdbc:postgresql://db.example:6543/fair?user=ann&sslmode=require&password=p%40ss+w"
            })
    void every_form_says_the_same(String text) {
        // When
        var settings = DatabaseSettings.parse(text);
        // Then
        assertThat(settings)
                .isEqualTo(
                        new DatabaseSettings(
                                "db.example", 6543, "fair", "ann", "p@ss+w", "sslmode=require"));
        assertThat(settings.jdbcUrl())
                .isEqualTo("jdbc:postgresql://db.example:6543/fair?sslmode=require");
        assertThat(settings.toString()).doesNotContain("p@ss");
    }

    @Test
    void the_port_and_the_login_have_their_usual_values() {
        // When
        var settings = DatabaseSettings.parse("postgres://db/fair");
        // Then
        assertThat(settings).isEqualTo(new DatabaseSettings("db", 5432, "fair", "postgres", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://x:secret@h/d", "postgres://h", "postgres://x:se cret@h/d", ""})
    void what_is_no_address_is_refused_without_telling_the_password(String text) {
        // When
        assertThatThrownBy(() -> DatabaseSettings.parse(text))
                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("postgres://user:password@host")
                .hasMessageNotContaining("cret");
    }
}
