package dev.fairlead.builders.apps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.engine.images.Image;
import dev.fairlead.model.apps.Contract;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Set;

class ContractsTest {
    @ParameterizedTest
    @CsvSource({
        "/lambda-entrypoint.sh, app.handler, LAMBDA_TASK_ROOT, LAMBDA",
        "/bin/own, app.handler, LAMBDA_RUNTIME_DIR, LAMBDA",
        "/lambda-entrypoint.sh, app.handler, PATH, LAMBDA",
        "/usr/local/bin/npx aws-lambda-ric, app.handler, PATH, LAMBDA",
        "/usr/bin/python3 -m awslambdaric, app.handler, PATH, LAMBDA",
        "java com.amazonaws.services.lambda.runtime.api.client.AWSLambda, a.B, PATH, LAMBDA",
        "node, server.js, PATH, HTTP",
        "java, -jar lambda.jar, LAMBDA, HTTP"
    })
    void an_image_for_lambda_is_known(
            String entrypoint, String arguments, String variable, Contract known) {
        var defaults =
                new Image.Defaults(
                        List.of(entrypoint.split(" ", -1)),
                        List.of(arguments.split(" ", -1)),
                        Map.of(variable, "x"),
                        "",
                        "",
                        Set.of(),
                        "amd64");
        assertThat(Contracts.of(defaults)).isEqualTo(known);
    }
}
