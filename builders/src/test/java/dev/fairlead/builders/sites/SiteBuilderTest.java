package dev.fairlead.builders.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aayushatharva.brotli4j.decoder.Decoder;
import com.github.luben.zstd.Zstd;

import dev.fairlead.builders.intake.SourceIntake;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.builders.store.BlobStore;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.sites.Coding;
import dev.fairlead.model.sites.SiteFile;
import dev.fairlead.model.sites.SiteManifest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

class SiteBuilderTest {
    private static final SiteFile NOTHING =
            new SiteFile("", new SiteFile.Content(ContentHash.of(new byte[0]), 0), "", Map.of());

    @TempDir private Path folder;

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve("tree").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private BuiltSite build() throws IOException {
        Path work = Files.createTempDirectory(folder, "w");
        return new SiteBuilder()
                .build(
                        new BuildInput(
                                SourceIntake.treeOf(folder.resolve("tree")),
                                work,
                                "t",
                                Map.of(),
                                Map.of(),
                                new BuildProgress() {
                                    @Override
                                    public void phase(BuildPhase phase) {
                                        // nobody watches
                                    }

                                    @Override
                                    public void line(String text) {
                                        // nobody watches
                                    }
                                }));
    }

    private static Map<String, SiteFile> files(BuiltSite built) throws IOException {
        return SiteManifest.parse(Files.readString(built.manifest())).files().stream()
                .collect(Collectors.toMap(SiteFile::path, file -> file));
    }

    @Test
    void what_is_hidden_or_says_how_is_not_served() throws IOException {
        // Given
        for (String name :
                new String[] {
                    "index.html",
                    "_redirects",
                    "_headers",
                    "_site",
                    "fairlead.yaml",
                    ".env",
                    ".git/config",
                    "a/.hidden/x",
                    ".well-known/security.txt",
                    "a/_redirects"
                }) {
            write(name, "");
        }
        // When
        var files = files(build());
        // Then
        assertThat(files.keySet())
                .containsExactlyInAnyOrder(
                        "index.html", ".well-known/security.txt", "a/_redirects");
    }

    @Test
    void every_coding_gives_the_file_again_and_is_kept_by_its_hash() throws IOException {
        // Given
        String text = "<p>hello</p>\n".repeat(500);
        write("index.html", text);
        write("random.bin", text);
        // When
        BuiltSite built = build();
        // Then
        SiteFile page = files(built).getOrDefault("index.html", NOTHING);
        assertThat(files(built).getOrDefault("random.bin", page).encoded()).isEmpty();
        assertThat(page.encoded().keySet()).containsExactlyInAnyOrder(Coding.values());
        for (var encoded : page.encoded().entrySet()) {
            byte[] bytes = bytes(built, encoded.getValue().hash());
            assertThat(bytes).hasSizeBetween(1, text.length() / 4);
            assertThat(new String(decoded(encoded.getKey(), bytes), StandardCharsets.UTF_8))
                    .isEqualTo(text);
        }
    }

    private static byte[] bytes(BuiltSite built, ContentHash hash) throws IOException {
        for (Path content : built.contents()) {
            if (BlobStore.hashOf(content).equals(hash)) {
                return Files.readAllBytes(content);
            }
        }
        return new byte[0];
    }

    private static byte[] decoded(Coding coding, byte[] bytes) throws IOException {
        return switch (coding) {
            case BR -> Decoder.decompress(bytes).getDecompressedData();
            case ZSTD -> Zstd.decompress(bytes, 1 << 20);
            case GZIP -> new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
        };
    }

    @Test
    void the_same_folder_gives_the_same_manifest() throws IOException {
        // Given
        write("index.html", "<p>hello</p>\n".repeat(500));
        write("_redirects", "/a /b 302\n/* /index.html 200\n");
        // When
        String one = Files.readString(build().manifest());
        String two = Files.readString(build().manifest());
        // Then
        assertThat(one).isEqualTo(two).contains("redirect\t/a\t/b\t302");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_redirects|/a /b 302 Country=de|condition: 'Country'",
                "_redirects|/a id=:id /b|condition: 'id'",
                "_redirects|/a //evil.example|target:",
                "_redirects|/a /b 418|status:",
                "_redirects|/a|rule:",
                "_redirects|/a https://other.example/:splat 200|status:",
                "_headers|X-A: b|path:",
                "_headers|'  X-A: b'|rule:",
                "_site|password hunter2|option: 'password'",
                "_site|trailing-slash maybe|trailing-slash:"
            })
    void a_line_that_cannot_be_followed_is_named(String file, String line, String message)
            throws IOException {
        // Given
        write("index.html", "");
        write(file, "# first\n\n" + line + "\n");
        // When
        var failed = catchThrowableOfType(BuildFailed.class, this::build);
        // Then
        assertThat(failed.diagnostics()).hasSize(1);
        assertThat(failed.diagnostics().getFirst().file()).isEqualTo(file);
        assertThat(failed.diagnostics().getFirst().line()).isEqualTo(3);
        assertThat(failed.diagnostics().getFirst().message()).startsWith(message);
    }

    @Test
    void headers_that_are_ours_are_refused() throws IOException {
        // Given
        write("index.html", "");
        write("_headers", "/*\n  Set-Cookie: a=b\n  X-Ok: yes\n  Content-Length: 3\n");
        // When
        var failed = catchThrowableOfType(BuildFailed.class, this::build);
        // Then
        assertThat(failed.diagnostics()).extracting("line").containsExactly(2, 4);
    }

    @Test
    void no_rules_however_garbled_do_worse_than_be_refused() {
        // Given
        long seed = new Random().nextLong();
        var random = new Random(seed);
        String alphabet = "/*:splat ab\n\t#=!302 https://x?&%\\\u0000é";
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            var rules = new RuleFiles();
            // When
            rules.redirects(text.toString());
            rules.headers(text.toString());
            rules.options(text.toString());
            try {
                rules.check();
            } catch (BuildFailed e) {
                refused++;
            }
        }
        // Then
        assertThat(refused).as("seed %d", seed).isGreaterThan(10_000);
    }
}
