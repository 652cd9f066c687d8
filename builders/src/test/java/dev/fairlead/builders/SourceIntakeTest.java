package dev.fairlead.builders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.builders.intake.IntakeLimits;
import dev.fairlead.builders.intake.SourceIntake;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Language;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class SourceIntakeTest {
    private static final IntakeLimits SMALL = new IntakeLimits(4 << 20, 50, 200, 1 << 20);

    private @TempDir Path directory;
    private int number;

    private SourceTree take(byte[] upload, String fileName, Language language) throws IOException {
        Path file = Files.createTempFile(directory, "upload", "");
        Files.write(file, upload);
        return new SourceIntake(SMALL)
                .take(file, fileName, language, directory.resolve("tree" + number++));
    }

    private SourceTree take(byte[] upload) throws IOException {
        return take(upload, "upload.bin", Language.JAVASCRIPT);
    }

    private BuildFailed refusal(byte[] upload) {
        return catchThrowableOfType(BuildFailed.class, () -> take(upload));
    }

    @Test
    void a_single_file_gets_a_name_that_builders_know() throws IOException {
        // Given
        byte[] script = "export default () => 1".getBytes(StandardCharsets.UTF_8);
        // When
        SourceTree tree = take(script, "some/../thing.js", Language.JAVASCRIPT);
        // Then
        assertThat(tree.files()).containsExactly("index.js");
        assertThat(Files.readAllBytes(tree.path("index.js"))).isEqualTo(script);
    }

    @Test
    void typescript_is_told_that_it_is_not_supported_yet() {
        // Given
        byte[] script = "export default () => 1".getBytes(StandardCharsets.UTF_8);
        // When
        BuildFailed failed =
                catchThrowableOfType(
                        BuildFailed.class, () -> take(script, "a.ts", Language.JAVASCRIPT));
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.SOURCE_INVALID);
        assertThat(failed.detail()).contains("TypeScript");
    }

    @Test
    void the_same_files_have_the_same_hash_in_every_archive() throws IOException {
        // Given
        List<Hostile.Entry> entries =
                List.of(
                        Hostile.file("index.js", "export default () => 1"),
                        Hostile.file("lib/a..b.css", "x"),
                        Hostile.file("lib/z.js", "2"));
        // When
        var zip = take(Hostile.zip(entries));
        var tar = take(Hostile.tar(entries.reversed()));
        var gzip = take(Hostile.gzip(Hostile.tar(entries)));
        var zstd = take(Hostile.zstd(Hostile.tar(entries)));
        var wrapped = take(Hostile.zip(Hostile.below("project/", entries)));
        // Then
        assertThat(zip.files()).containsExactly("index.js", "lib/a..b.css", "lib/z.js");
        assertThat(List.of(tar.hash(), gzip.hash(), zstd.hash(), wrapped.hash()))
                .containsOnly(zip.hash());
    }

    @Test
    void another_content_or_another_name_is_another_hash() throws IOException {
        // Given
        byte[] one = Hostile.zip(List.of(Hostile.file("a.js", "1"), Hostile.file("b", "")));
        byte[] content = Hostile.zip(List.of(Hostile.file("a.js", "2"), Hostile.file("b", "")));
        byte[] name = Hostile.zip(List.of(Hostile.file("c.js", "1"), Hostile.file("b", "")));
        // When
        var hashes =
                Stream.of(take(one), take(content), take(name)).map(SourceTree::hash).distinct();
        // Then
        assertThat(hashes).hasSize(3);
    }

    static Stream<List<Hostile.Entry>> hostileEntries() {
        Hostile.Entry good = Hostile.file("index.js", "1");
        return Stream.of(
                        Hostile.file("../evil.js", "1"),
                        Hostile.file("a/../../evil.js", "1"),
                        Hostile.file("/etc/cron.d/evil", "1"),
                        Hostile.file("C:/evil.js", "1"),
                        Hostile.file("a\\..\\evil.js", "1"),
                        Hostile.file("evil\n.js", "1"),
                        Hostile.file("index.js", "2"),
                        Hostile.file("INDEX.js", "2"),
                        Hostile.file("./index.js", "2"),
                        Hostile.file("index.js/below.js", "2"),
                        Hostile.file("d/".repeat(40) + "deep.js", "1"),
                        Hostile.file("n".repeat(300), "1"),
                        Hostile.link("link.js", "/etc/passwd"))
                .map(bad -> List.of(good, bad));
    }

    @ParameterizedTest
    @MethodSource("hostileEntries")
    void hostile_entries_are_refused_in_zip_and_tar(List<Hostile.Entry> entries) {
        // Given
        byte[] zip = Hostile.zip(entries);
        byte[] tar = Hostile.tar(entries);
        // When
        BuildFailed zipRefusal = refusal(zip);
        BuildFailed tarRefusal = refusal(tar);
        // Then
        assertThat(zipRefusal.code()).isEqualTo(ErrorCode.ARCHIVE_REFUSED);
        assertThat(tarRefusal.code()).isEqualTo(ErrorCode.ARCHIVE_REFUSED);
        assertThat(zipRefusal.detail()).startsWith("The entry ");
        assertThat(tarRefusal.detail()).startsWith("The entry ");
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '4', '6'})
    void links_and_devices_in_tar_are_refused(char kind) {
        // Given
        byte[] tar = Hostile.tar(List.of(new Hostile.Entry("x", "", kind, "index.js")));
        // When
        BuildFailed failed = refusal(tar);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.ARCHIVE_REFUSED);
    }

    @Test
    void what_unpacks_to_too_much_is_refused() {
        // Given
        byte[] large = Hostile.zip(List.of(Hostile.file("a.js", Hostile.noise(5 << 20))));
        byte[] zeros = Hostile.tar(List.of(Hostile.file("a.js", "0".repeat(3 << 20))));
        byte[] bomb = Hostile.gzip(zeros);
        byte[] zstdBomb = Hostile.zstd(zeros);
        // When
        BuildFailed size = refusal(large);
        BuildFailed ratio = refusal(bomb);
        // Then
        assertThat(size.detail()).contains("4 MiB");
        assertThat(ratio.detail()).contains("200 times");
        assertThat(refusal(zstdBomb).detail()).contains("200 times");
    }

    @Test
    void a_name_of_a_hundred_megabytes_is_not_read_to_its_end() {
        // Given
        byte[] bomb =
                Hostile.gzip(
                        Hostile.tar(
                                List.of(new Hostile.Entry("x", "n".repeat(100 << 20), 'L', ""))));
        // When
        BuildFailed failed = refusal(bomb);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.ARCHIVE_REFUSED);
        assertThat(failed.detail()).contains("4 MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "gzip", "zstd"})
    void content_that_is_not_what_its_checksum_says_is_refused(String kind) {
        // Given
        String text = Hostile.noise(2000);
        List<Hostile.Entry> entries = List.of(Hostile.file("index.js", text));
        byte[] upload =
                switch (kind) {
                    case "zip" -> Hostile.stored(entries);
                    case "gzip" -> Hostile.gzip(Hostile.tar(entries));
                    default -> Hostile.zstd(Hostile.tar(entries));
                };
        // The trailer of gzip and zstd, and a byte of what zip stores.
        int at =
                kind.equals("zip")
                        ? new String(upload, StandardCharsets.ISO_8859_1).indexOf(text) + 1000
                        : upload.length - (kind.equals("gzip") ? 6 : 2);
        upload[at] ^= 1;
        // When
        BuildFailed failed = refusal(upload);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.ARCHIVE_REFUSED);
    }

    @Test
    void a_zstd_frame_that_asks_for_much_memory_is_refused() {
        // Given
        byte[] greedy = Hostile.zstdWindow(Hostile.tar(List.of(Hostile.file("a.js", "1"))), 27);
        // When
        BuildFailed failed = refusal(greedy);
        // Then
        assertThat(failed.code()).isEqualTo(ErrorCode.ARCHIVE_REFUSED);
    }

    @Test
    void archives_in_an_archive_are_files_and_stay_packed() throws IOException {
        // Given
        byte[] inner = Hostile.gzip(Hostile.tar(List.of(Hostile.file("x", "0".repeat(1 << 20)))));
        String text = new String(inner, StandardCharsets.ISO_8859_1);
        // When
        SourceTree tree =
                take(
                        Hostile.zip(
                                List.of(
                                        Hostile.file("index.js", "1"),
                                        Hostile.file("bomb.tar.gz", text))));
        // Then
        assertThat(tree.files()).containsExactly("bomb.tar.gz", "index.js");
    }

    @Test
    void what_an_archive_says_of_modes_and_owners_is_not_taken_over() throws IOException {
        // Given
        byte[] zip = Hostile.zip(List.of(Hostile.file("index.js", "1")), 0104777);
        // When
        SourceTree tree = take(zip);
        // Then
        assertThat(Files.getPosixFilePermissions(tree.path("index.js")))
                .doesNotContain(
                        PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OTHERS_WRITE);
    }

    @Test
    void unicode_and_long_names_pass() throws IOException {
        // Given
        String deep = "sehr/".repeat(20) + "l".repeat(200) + ".js";
        List<Hostile.Entry> entries =
                List.of(
                        Hostile.file("äöü/日本語.js", "1"),
                        Hostile.file("a..b.css", "2"),
                        Hostile.file("..hidden", "3"),
                        Hostile.file(deep, "4"));
        // When
        var zip = take(Hostile.zip(entries));
        var tar = take(Hostile.tar(entries));
        // Then
        assertThat(zip.files()).contains("äöü/日本語.js", "a..b.css", "..hidden", deep);
        assertThat(tar.hash()).isEqualTo(zip.hash());
    }

    @Test
    void too_many_entries_are_refused() {
        // Given
        List<Hostile.Entry> entries =
                Stream.iterate(0, i -> i + 1)
                        .limit(60)
                        .map(i -> Hostile.file("f" + i, ""))
                        .toList();
        // When
        BuildFailed failed = refusal(Hostile.zip(entries));
        // Then
        assertThat(failed.detail()).contains("50 entries");
    }

    @Test
    void damaged_archives_are_refused_or_read_but_never_break_us() throws IOException {
        // Given
        long seed = new Random().nextLong();
        System.out.println("archives seed " + seed);
        var random = new Random(seed);
        List<Hostile.Entry> entries =
                List.of(Hostile.file("index.js", "x".repeat(300)), Hostile.file("b/c.js", "y"));
        List<byte[]> sound =
                List.of(
                        Hostile.zip(entries),
                        Hostile.tar(entries),
                        Hostile.gzip(Hostile.tar(entries)),
                        Hostile.zstd(Hostile.tar(entries)));
        // When
        int refused = 0;
        for (int i = 0; i < 600; i++) {
            byte[] upload = sound.get(i % sound.size()).clone();
            for (int change = 0; change < 1 + i % 5; change++) {
                upload[random.nextInt(upload.length)] = (byte) random.nextInt();
            }
            try {
                take(upload);
            } catch (BuildFailed e) {
                refused++;
            }
        }
        // Then
        assertThat(refused).isBetween(1, 600);
    }

    @Test
    void an_empty_upload_and_an_empty_archive_are_refused() {
        // Given
        byte[] empty = {};
        byte[] archive = Hostile.zip(List.of());
        // When
        BuildFailed first = refusal(empty);
        BuildFailed second = refusal(archive);
        // Then
        assertThat(first.code()).isEqualTo(ErrorCode.SOURCE_INVALID);
        assertThat(second.code()).isEqualTo(ErrorCode.SOURCE_INVALID);
    }
}
