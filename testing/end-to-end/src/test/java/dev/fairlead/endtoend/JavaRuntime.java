package dev.fairlead.endtoend;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;

import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

/// What an image needs for a Lambda function in Java: a small JDK, AWS's runtime and a handler.
final class JavaRuntime {
    private static final String MODULES =
            "java.base,java.logging,java.management,java.naming,java.sql,java.xml,jdk.unsupported";

    private JavaRuntime() {}

    /// Where in the image which file or folder of this machine is; the JDK is made in `folder`.
    static Map<String, Path> files(Path folder) throws IOException, URISyntaxException {
        Path java = folder.resolve("small-jdk");
        int made =
                ToolProvider.findFirst("jlink")
                        .orElseThrow()
                        .run(
                                System.out,
                                System.err,
                                "--add-modules",
                                MODULES,
                                "--strip-debug",
                                "--output",
                                java.toString());
        if (made != 0) {
            throw new IOException("jlink ended with " + made);
        }
        var files = new HashMap<String, Path>();
        files.put("opt/java", java);
        for (Class<?> part :
                List.of(
                        AWSLambda.class,
                        Context.class,
                        PojoSerializer.class,
                        SdkInternalThreadLocal.class)) {
            Path jar = origin(part);
            files.put("opt/ric/" + jar.getFileName(), jar);
        }
        // The runtime unpacks it by itself; here it brings the libraries that it needs.
        files.put("opt/native.so", unpacked(folder.resolve("native.so")));
        String handler = JavaHandler.class.getName().replace('.', '/') + ".class";
        files.put("var/task/" + handler, origin(JavaHandler.class).resolve(handler));
        return Map.copyOf(files);
    }

    private static Path unpacked(Path to) throws IOException {
        String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch_64";
        String name = "/jni/libaws-lambda-jni.linux-" + machine + ".so";
        try (InputStream in = AWSLambda.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("AWS's runtime has no " + name);
            }
            Files.copy(in, to);
            return to;
        }
    }

    private static Path origin(Class<?> part) throws URISyntaxException {
        return Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
