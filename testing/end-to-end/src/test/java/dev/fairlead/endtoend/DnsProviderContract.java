package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.certificates.dns.DnsProvider;
import dev.fairlead.certificates.lookup.NameServers;

import org.junit.jupiter.api.Test;

/// What everything that changes records must do, whatever it changes them by. Each test has names
/// of its own below `example.test`.
abstract class DnsProviderContract {
    protected abstract DnsProvider provider() throws Exception;

    /// Shows what the world sees.
    protected abstract NameServers names();

    @Test
    void a_text_is_there_until_it_is_taken_away() throws Exception {
        // Given
        String name = "_acme-challenge.one.example.test";
        // When
        provider().present(name, "first");
        // Then
        assertThat(names().texts(name)).containsExactly("first");
        // When
        provider().remove(name, "first");
        // Then
        assertThat(names().texts(name)).isEmpty();
    }

    @Test
    void texts_at_one_name_do_not_hinder_each_other() throws Exception {
        // Given
        String name = "_acme-challenge.two.example.test";
        provider().present(name, "exact");
        provider().present(name, "wildcard");
        // When
        assertThat(names().texts(name)).containsExactlyInAnyOrder("exact", "wildcard");
        provider().remove(name, "exact");
        // Then
        assertThat(names().texts(name)).containsExactly("wildcard");
    }

    @Test
    void each_change_may_come_twice() throws Exception {
        // Given
        String name = "_acme-challenge.twice.example.test";
        // When
        provider().present(name, "same");
        provider().present(name, "same");
        // Then
        assertThat(names().texts(name)).containsExactly("same");
        // When
        provider().remove(name, "same");
        provider().remove(name, "same");
        // Then
        assertThat(names().texts(name)).isEmpty();
    }
}
