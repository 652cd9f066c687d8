package dev.fairlead.controlplane.control.keyservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.controlplane.control.keyservice.KeyServiceFailed.Why;

import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.HexFormat;

/// What every key service does, whoever runs it.
abstract class KeyServiceContract {
    /// The service with the key that tests use.
    abstract KeyService service();

    /// The same service with another key.
    abstract KeyService other();

    /// Gives the key one version more.
    abstract void rotate();

    /// Has versions of the key before this one open nothing any more.
    abstract void least(int version);

    private static Why why(Runnable asked) {
        return catchThrowableOfType(KeyServiceFailed.class, asked::run).why();
    }

    @Test
    void what_it_makes_opens_as_the_same_key_each_time() {
        // Given
        WrappedKey wrapped = service().generate();
        // When
        byte[] first = service().unwrap(wrapped).getEncoded();
        byte[] second = service().unwrap(wrapped).getEncoded();
        // Then
        assertThat(first).hasSize(32).isEqualTo(second);
        assertThat(wrapped.text())
                .doesNotContain(Base64.getEncoder().encodeToString(first))
                .doesNotContain(HexFormat.of().formatHex(first));
    }

    @Test
    void it_makes_another_key_each_time() {
        // Given
        WrappedKey one = service().generate();
        // When
        WrappedKey two = service().generate();
        // Then
        assertThat(service().unwrap(one).getEncoded())
                .isNotEqualTo(service().unwrap(two).getEncoded());
    }

    @Test
    void what_another_key_wrapped_does_not_open() {
        // Given
        WrappedKey foreign = other().generate();
        // When / Then
        assertThat(why(() -> service().unwrap(foreign))).isEqualTo(Why.ANOTHER_KEY);
        assertThat(why(() -> service().rewrap(foreign))).isEqualTo(Why.ANOTHER_KEY);
    }

    @Test
    void what_was_changed_does_not_open() {
        // Given
        String text = service().generate().text();
        char was = text.charAt(12);
        String changed = text.substring(0, 12) + (was == 'A' ? 'B' : 'A') + text.substring(13);
        // When / Then
        assertThat(why(() -> service().unwrap(new WrappedKey(changed)))).isEqualTo(Why.ANOTHER_KEY);
    }

    @Test
    void after_a_rotation_it_opens_the_old_and_wraps_anew() {
        // Given
        WrappedKey old = service().generate();
        rotate();
        // When
        WrappedKey renewed = service().rewrap(old);
        // Then
        assertThat(old.version()).isEqualTo(1);
        assertThat(renewed.version()).isEqualTo(2);
        assertThat(service().unwrap(renewed).getEncoded())
                .isEqualTo(service().unwrap(old).getEncoded());
    }

    @Test
    void what_is_too_old_says_so() {
        // Given
        WrappedKey old = service().generate();
        rotate();
        WrappedKey renewed = service().rewrap(old);
        // When
        least(2);
        // Then
        assertThat(why(() -> service().unwrap(old))).isEqualTo(Why.TOO_OLD);
        assertThat(why(() -> service().rewrap(old))).isEqualTo(Why.TOO_OLD);
        assertThat(service().unwrap(renewed).getEncoded()).hasSize(32);
    }
}
