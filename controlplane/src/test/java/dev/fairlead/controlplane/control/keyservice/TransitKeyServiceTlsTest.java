package dev.fairlead.controlplane.control.keyservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.certificates.pem.PemFiles;
import dev.fairlead.certificates.pem.TrustedCertificates;
import dev.fairlead.controlplane.control.keyservice.KeyServiceFailed.Why;
import dev.fairlead.testkit.keyservice.TransitServer;
import dev.fairlead.testkit.providers.SigningKey;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLSocketFactory;

/// By https, with a certificate that a file vouches for.
class TransitKeyServiceTlsTest extends TransitContract {
    private static SigningKey key;

    TransitKeyServiceTlsTest() throws IOException, GeneralSecurityException {
        super(TransitServer.secure(key), trusting());
    }

    @BeforeAll
    static void certify() throws IOException, GeneralSecurityException {
        key = SigningKey.server("localhost");
    }

    private static SSLSocketFactory trusting() {
        return TrustedCertificates.only(PemFiles.certificates(key.certificatePem()))
                .getSocketFactory();
    }

    @Test
    void one_that_nobody_vouches_for_hears_no_token() {
        // Given
        var doubting = Asking.of(server, (SSLSocketFactory) SSLSocketFactory.getDefault());
        // When
        KeyServiceFailed failed =
                catchThrowableOfType(
                        KeyServiceFailed.class, () -> doubting.service("fairlead").generate());
        // Then
        assertThat(failed.why()).isEqualTo(Why.UNREACHABLE);
        assertThat(failed).hasMessageContaining("certification path");
        assertThat(server.asked()).isEmpty();
    }
}
