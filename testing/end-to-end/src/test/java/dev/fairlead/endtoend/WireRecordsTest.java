package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fairlead.cli.client.Access;
import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.controlplane.api.routes.ApiJson;
import dev.fairlead.model.traffic.Share;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What the server writes, the command line reads and would write again, byte for byte.
class WireRecordsTest {
    private static final int SAMPLES = 200;
    private static final Path WIRE =
            Path.of("..", "..", "model", "src", "main", "java", "dev", "fairlead", "model", "wire");

    private final ApiJson server = new ApiJson();
    private final ApiClient client =
            new ApiClient(new Access(URI.create("http://localhost"), "none"));

    static Stream<Class<?>> every_wire_record() throws IOException {
        try (Stream<Path> files = Files.list(WIRE)) {
            return files
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.equals("package-info"))
                    .<Class<?>>map(WireRecordsTest::named)
                    .toList()
                    .stream();
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName("dev.fairlead.model.wire." + name);
        } catch (ClassNotFoundException e) {
            throw new LinkageError(name, e);
        }
    }

    @ParameterizedTest
    @MethodSource("every_wire_record")
    void what_one_side_writes_the_other_gives_back(Class<?> type) {
        // Given
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < SAMPLES; i++) {
            Object sample = sample(type, random);
            byte[] written = server.write(sample);
            // When
            Object read = client.as(server.tree(written), type);
            // Then
            assertThat(new String(client.write(read), UTF_8))
                    .as("seed %d, sample %d", seed, i)
                    .isEqualTo(new String(written, UTF_8));
        }
    }

    private static Object sample(Type type, Random random) {
        if (type instanceof ParameterizedType map && map.getRawType().equals(Map.class)) {
            Type value = map.getActualTypeArguments()[1];
            var all = new TreeMap<String, Object>();
            for (int i = random.nextInt(3); i > 0; i--) {
                all.put(text(random), sample(value, random));
            }
            return all;
        }
        if (type instanceof ParameterizedType list) {
            Type item = list.getActualTypeArguments()[0];
            return IntStream.range(0, random.nextInt(3))
                    .mapToObj(_ -> sample(item, random))
                    .toList();
        }
        if (type instanceof Class<?> known && known.isRecord()) {
            return made(known, random);
        }
        return switch (type.getTypeName()) {
            case "int", "java.lang.Integer" -> random.nextInt();
            case "long", "java.lang.Long" -> random.nextLong();
            case "boolean", "java.lang.Boolean" -> random.nextBoolean();
            case "double", "java.lang.Double" -> random.nextDouble();
            case "java.math.BigDecimal" -> new Share(1, random.nextInt(10_000)).percent();
            case "java.time.Instant" ->
                    Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1000L);
            case "java.lang.Object" -> Map.of("text", text(random), "list", List.of(1, true));
            default -> text(random);
        };
    }

    private static Object made(Class<?> type, Random random) {
        RecordComponent[] components = type.getRecordComponents();
        var values = new ArrayList<Object>();
        for (RecordComponent component : components) {
            boolean optional = component.getAnnotatedType().getAnnotations().length > 0;
            values.add(
                    optional && random.nextBoolean()
                            ? null
                            : sample(component.getGenericType(), random));
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type + " of " + values, e);
        }
    }

    /// Letters of every width in UTF-8, and what JSON escapes.
    private static String text(Random random) {
        int[] points = {'a', 'Z', '"', '\\', '/', '\n', 0x1, 0xe9, 0x20ac, 0x1f600, 0x2028};
        return random.ints(random.nextInt(12), 0, points.length)
                .map(at -> points[at])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
