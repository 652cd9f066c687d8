package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Place;
import dev.fairlead.dataplane.versions.UpstreamSpec.Scheme;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;
import dev.fairlead.dataplane.versions.UpstreamSpec.Tls;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// HTTP/2 on either side, with and without TLS; what gRPC needs of it.
@Timeout(60)
class TwoTest {
    private static final Front front = new Front();
    private static final Vertx vertx = Vertx.vertx();
    private static final HttpClient client =
            vertx.createHttpClient(
                    new HttpClientOptions()
                            .setProtocolVersion(HttpVersion.HTTP_2)
                            .setHttp2ClearTextUpgrade(false));
    private static int version = 1;

    @AfterAll
    static void close() {
        front.close();
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// As a gRPC server that counts the bytes it gets: what is wrong is said in trailers.
    private static HttpServer counting(HttpServerOptions options) {
        return get(
                vertx.createHttpServer(options)
                        .requestHandler(request -> {
                            var response = request.response();
                            response.putHeader("content-type", "application/grpc");
                            response.putHeader("x-version", request.version().alpnName());
                            response.putHeader("x-te", String.valueOf(request.getHeader("te")));
                            response.putHeader("x-host", String.valueOf(request.authority()));
                            response.setChunked(true);
                            request.handler(response::write);
                            request.endHandler(_ -> {
                                response.putTrailer("grpc-status", "0");
                                response.end();
                            });
                        })
                        .listen(0, "127.0.0.1"));
    }

    private static void live(Target target, Tls tls) {
        UpstreamSpec usual = UpstreamSpec.of(List.of(target));
        version++;
        front.live(
                version,
                new UpstreamSpec(
                        usual.targets(),
                        usual.host(),
                        tls,
                        usual.timeouts(),
                        1,
                        usual.health(),
                        usual.balance(),
                        usual.drain()));
    }

    private static HttpClientResponse talk(List<Buffer> heard, List<String> trailers) {
        var request =
                get(
                        client.request(
                                new io.vertx.core.http.RequestOptions()
                                        .setMethod(HttpMethod.POST)
                                        .setServer(
                                                io.vertx.core.net.SocketAddress.inetSocketAddress(
                                                        front.port(), "127.0.0.1"))
                                        .setHost(Front.HOST)
                                        .setPort(80)
                                        .setURI("/pkg.Service/Method")));
        request.putHeader("te", "trailers").putHeader("content-type", "application/grpc");
        request.setChunked(true);
        var over = new CompletableFuture<HttpClientResponse>();
        var echoed = new CompletableFuture<Void>();
        request.response()
                .onFailure(over::completeExceptionally)
                .onSuccess(response -> {
                    response.handler(some -> {
                        heard.add(some);
                        echoed.complete(null);
                    });
                    response.exceptionHandler(over::completeExceptionally);
                    response.endHandler(_ -> {
                        trailers.add(String.valueOf(response.getTrailer("grpc-status")));
                        over.complete(response);
                    });
                });
        get(request.write(Buffer.buffer("first")));
        // Both directions are open: what was sent comes back before the rest is sent.
        try {
            echoed.get(20, TimeUnit.SECONDS);
            get(request.end(Buffer.buffer("second")));
            return over.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(List<Buffer> heard) {
        var all = Buffer.buffer();
        heard.forEach(all::appendBuffer);
        return all.toString();
    }

    @Test
    void a_stream_both_ways_and_its_status_pass_through_without_tls() {
        // Given
        var server = counting(new HttpServerOptions().setHttp2ClearTextEnabled(true));
        live(
                new Target(Scheme.H2C, new Place.Inet("127.0.0.1", server.actualPort())),
                Tls.VERIFIED);
        var heard = new ArrayList<Buffer>();
        var trailers = new ArrayList<String>();
        // When
        HttpClientResponse response = talk(heard, trailers);
        // Then
        assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(response.getHeader("x-version")).isEqualTo("h2");
        assertThat(response.getHeader("x-te")).isEqualTo("trailers");
        assertThat(response.getHeader("x-host")).startsWith(Front.HOST);
        assertThat(text(heard)).isEqualTo("firstsecond");
        assertThat(trailers).containsExactly("0");
    }

    @Test
    void many_streams_share_a_connection() {
        // Given
        var server = counting(new HttpServerOptions().setHttp2ClearTextEnabled(true));
        live(
                new Target(Scheme.H2C, new Place.Inet("127.0.0.1", server.actualPort())),
                Tls.VERIFIED);
        // When
        for (int i = 0; i < 200; i++) {
            var heard = new ArrayList<Buffer>();
            talk(heard, new ArrayList<>());
            // Then
            assertThat(text(heard)).isEqualTo("firstsecond");
        }
    }

    @Test
    void a_client_of_one_reaches_an_upstream_of_two() throws Exception {
        // Given
        var server = counting(new HttpServerOptions().setHttp2ClearTextEnabled(true));
        live(
                new Target(Scheme.H2C, new Place.Inet("127.0.0.1", server.actualPort())),
                Tls.VERIFIED);
        // When
        String answer =
                front.raw(
                        "POST / HTTP/1.1\nhost: "
                                + Front.HOST
                                + "\nconnection: close\ncontent-length: 2\n\nhi");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 200").contains("x-version: h2", "hi");
        assertThat(answer).endsWith("grpc-status: 0\r\n\r\n");
    }

    @Test
    void tls_is_spoken_and_a_certificate_that_is_not_trusted_is_refused() throws Exception {
        // Given
        Path folder = Files.createTempDirectory("tls");
        String pem = certificate(folder);
        var server =
                counting(
                        new HttpServerOptions()
                                .setSsl(true)
                                .setUseAlpn(true)
                                .setKeyCertOptions(
                                        new PemKeyCertOptions()
                                                .setKeyPath(folder.resolve("key.pem").toString())
                                                .setCertPath(
                                                        folder.resolve("cert.pem").toString())));
        var target = new Target(Scheme.HTTPS, new Place.Inet("127.0.0.1", server.actualPort()));
        // When
        live(target, Tls.VERIFIED);
        String untrusted = front.get("/");
        live(target, new Tls(true, Optional.of(pem), Optional.of("other.test")));
        String otherName = front.get("/");
        live(target, new Tls(true, Optional.of(pem), Optional.of("upstream.test")));
        var heard = new ArrayList<Buffer>();
        var trailers = new ArrayList<String>();
        HttpClientResponse trusted = talk(heard, trailers);
        // Then
        assertThat(untrusted).startsWith("HTTP/1.1 503").contains("upstream-unreachable");
        assertThat(otherName).startsWith("HTTP/1.1 503").contains("upstream-unreachable");
        assertThat(trusted.getHeader("x-version")).isEqualTo("h2");
        assertThat(text(heard)).isEqualTo("firstsecond");
        assertThat(trailers).containsExactly("0");
    }

    private static String certificate(Path folder) throws Exception {
        var made =
                new ProcessBuilder(
                                "openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "rsa:2048",
                                "-nodes",
                                "-keyout",
                                folder.resolve("key.pem").toString(),
                                "-out",
                                folder.resolve("cert.pem").toString(),
                                "-days",
                                "2",
                                "-subj",
                                "/CN=upstream.test",
                                "-addext",
                                "subjectAltName=DNS:upstream.test")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(made.waitFor()).isZero();
        return Files.readString(folder.resolve("cert.pem"));
    }
}
