package dev.fairlead.builders.apps;

import dev.fairlead.engine.images.Image;
import dev.fairlead.model.apps.Contract;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Tells by an image what it waits for, where nobody said it.
final class Contracts {
    /// Variables that images for Lambda have.
    private static final Set<String> VARIABLES = Set.of("LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR");

    /// How Lambda's runtime clients are started.
    private static final List<String> CLIENTS =
            List.of(
                    "/lambda-entrypoint.sh",
                    "aws-lambda-ric",
                    "awslambdaric",
                    "com.amazonaws.services.lambda.runtime.api.client.AWSLambda");

    private Contracts() {}

    static Contract of(Image.Defaults image) {
        boolean variables =
                VARIABLES.stream().anyMatch(name -> image.environment().containsKey(name));
        boolean client =
                Stream.concat(image.entrypoint().stream(), image.arguments().stream())
                        .anyMatch(word -> CLIENTS.stream().anyMatch(word::contains));
        return variables || client ? Contract.LAMBDA : Contract.HTTP;
    }
}
