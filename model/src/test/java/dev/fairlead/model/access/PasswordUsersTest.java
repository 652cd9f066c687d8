package dev.fairlead.model.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.access.PasswordUsers.User;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.functions.Access;
import dev.fairlead.model.functions.ServiceSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

class PasswordUsersTest {
    @Test
    void what_is_kept_is_read_again_and_no_text_shows_a_hash() {
        // Given
        var users = new PasswordUsers(List.of(new User("bob", "h2"), new User("ann", "h1")));
        // When / Then
        assertThat(PasswordUsers.of(users.hashes())).isEqualTo(users);
        assertThat(users.names()).containsExactly("ann", "bob");
        assertThat(users.hash("ann")).contains("h1");
        assertThat(users.hash("Ann")).isEmpty();
        assertThat(users.toString()).contains("ann", "bob").doesNotContain("h1", "h2");
    }

    @Test
    void a_hundred_are_the_most_and_each_has_a_name_of_their_own() {
        // Given
        List<User> most = IntStream.range(0, 101).mapToObj(i -> new User("u" + i, "hash")).toList();
        // When / Then
        assertThat(new PasswordUsers(most.subList(0, 100)).all()).hasSize(100);
        assertThatThrownBy(() -> new PasswordUsers(most)).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() ->
                        new PasswordUsers(List.of(new User("ann", "a"), new User("ann", "b"))))
                .isInstanceOf(InvalidValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a b", "ann\n", "grün"})
    void a_name_is_one_that_every_client_can_send(String name) {
        assertThatThrownBy(() -> new User(name, "hash")).isInstanceOf(InvalidValue.class);
    }

    @Test
    void a_service_that_asks_for_passwords_knows_somebody() {
        // Given
        var ann = ServiceSettings.DEFAULT.with(PasswordUsers.of(Map.of("ann", "hash")));
        // When / Then
        assertThat(ann.with(Access.PASSWORD).users().names()).containsExactly("ann");
        assertThat(ann.with(Access.PASSWORD).with(Access.PUBLIC).users().isEmpty()).isFalse();
        assertThatThrownBy(() -> ServiceSettings.DEFAULT.with(Access.PASSWORD))
                .isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> ann.with(Access.PASSWORD).with(PasswordUsers.NONE))
                .isInstanceOf(InvalidValue.class);
    }
}
