package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Apps.Said;
import dev.fairlead.engine.images.Reference;
import dev.fairlead.testkit.engines.NodeClient;
import dev.fairlead.testkit.engines.ProgramRoot;
import dev.fairlead.testkit.waiting.Awaiting;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Functions made for AWS Lambda, with AWS's own runtime for Node.js, on a real engine.
@Tag("slow")
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LambdaTest {
    private static final String NODE = "fairlead.test/node-lambda:1";
    private static final String JAVA = "fairlead.test/java-lambda:1";
    private static final String HANDLER =
            """
            let calls = 0;
            export const handler = async (event, context) => {
              calls++;
              const path = event.rawPath ?? '';
              if (path.endsWith('/fails')) throw new Error('the otter is out');
              if (path.endsWith('/dies')) process.exit(3);
              if (path.endsWith('/hangs')) await new Promise(() => setInterval(() => {}, 1000));
              return {
                statusCode: 201,
                headers: {'X-Calls': String(calls), 'Content-Type': 'application/json'},
                cookies: ['a=1', 'b=2'],
                body: JSON.stringify({
                  path, query: event.queryStringParameters, cookies: event.cookies,
                  method: event.requestContext?.http?.method,
                  sent: event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('hex') : event.body,
                  name: context.functionName, version: context.functionVersion,
                  memory: context.memoryLimitInMB, handler: process.env._HANDLER,
                  mine: process.env.MINE, left: context.getRemainingTimeInMillis(),
                }),
              };
            };
            """;
    private static final String STREAM =
            """
            export const handler = awslambda.streamifyResponse(async (event, out, context) => {
              out = awslambda.HttpResponseStream.from(out, {statusCode: 202, headers: {'x-kind': 'stream'}});
              for (let i = 0; i < 3; i++) {
                out.write(`part ${i}\\n`);
                await new Promise(done => setTimeout(done, 100));
              }
              out.end();
            });
            """;

    private static final String SDK =
            """
            const {LambdaClient, InvokeCommand, InvokeWithResponseStreamCommand} =
                require('@aws-sdk/client-lambda');
            const client = token => new LambdaClient({
              endpoint: process.env.URL + '/api/v1/aws', region: 'local', maxAttempts: 1,
              credentials: {accessKeyId: 'any', secretAccessKey: 'any', sessionToken: token}});
            const lambda = client(process.env.TOKEN);
            const text = bytes => Buffer.from(bytes).toString();
            const invoke = (FunctionName, event, more) => lambda.send(new InvokeCommand(
                {FunctionName, Payload: JSON.stringify(event), ...more}));
            (async () => {
              const answer = await invoke('apps.sdk', {rawPath: '/x'});
              console.log('answer', JSON.parse(text(answer.Payload)).statusCode, answer.ExecutedVersion);
              const failed = await invoke('apps.sdk', {rawPath: '/fails'});
              const why = JSON.parse(text(failed.Payload));
              console.log('failed', failed.FunctionError, why.errorMessage, why.errorType);
              console.log('event', (await invoke('apps.sdk', {}, {InvocationType: 'Event'})).StatusCode);
              console.log('dry', (await invoke('apps.sdk', {}, {InvocationType: 'DryRun'})).StatusCode);
              const stream = await lambda.send(new InvokeWithResponseStreamCommand(
                  {FunctionName: 'apps.flow', Payload: '{}', Qualifier: 'live'}));
              let all = '', complete = '';
              for await (const event of stream.EventStream) {
                if (event.PayloadChunk) all += text(event.PayloadChunk.Payload);
                if (event.InvokeComplete) complete = 'complete' + (event.InvokeComplete.ErrorCode ?? '');
              }
              console.log('stream', all.slice(all.lastIndexOf('\\0') + 1).replaceAll('\\n', '|'));
              console.log(complete);
              await invoke('apps.nobody', {}).catch(
                  e => console.log('missing', e.name, e.$metadata.httpStatusCode));
              await client('nobody').send(new InvokeCommand({FunctionName: 'apps.sdk'})).catch(
                  e => console.log('stranger', e.name, e.$metadata.httpStatusCode));
            })();
            """;

    private final Apps apps;
    private final Path files;

    LambdaTest(@TempDir Path folders) throws Exception {
        files = folders;
        apps = Apps.on(folders);
    }

    @BeforeAll
    void bring_images() throws Exception {
        Path tar = files.resolve("node.tar");
        new ProgramRoot(
                        Map.of(
                                "usr/bin/node",
                                Path.of("/usr/bin/node").toRealPath(),
                                "opt/ric",
                                NodeClient.folder()))
                .write(tar);
        bring(tar, NODE);
        new ProgramRoot(JavaRuntime.files(files)).write(tar);
        bring(tar, JAVA);
    }

    private void bring(Path tar, String name) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(tar))) {
            String id = apps.engine.images().importLayer(in, Map.of(), Duration.ofMinutes(2));
            apps.engine.images().tag(id, Reference.parse(name));
        }
    }

    @AfterAll
    void take_down() {
        apps.close();
    }

    private static Map<String, String> function(String handler) {
        return Map.of(
                "Dockerfile",
                "FROM "
                        + NODE
                        + "\nWORKDIR /var/task\nCOPY app.mjs .\n"
                        + "ENTRYPOINT [\"/usr/bin/node\","
                        + " \"/opt/ric/bin/index.mjs\"]\nCMD [\"app.handler\"]\n"
                        + "ENV LAMBDA_TASK_ROOT=/var/task\n",
                "app.mjs",
                handler);
    }

    private void deployed(String name, String handler) throws IOException {
        Said said = apps.deploy(name, function(handler));
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("with a Lambda runtime");
    }

    @Test
    void a_request_is_an_event_and_its_answer_the_response() throws IOException {
        // Given
        deployed("hook", HANDLER);
        // When
        var answer = apps.fairlead.get("/fn/apps/hook/a/b?x=1&x=2");
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.json().path("query").path("x").asString()).isEqualTo("1,2");
        assertThat(answer.json().path("method").asString()).isEqualTo("GET");
        assertThat(answer.json().path("name").asString()).isEqualTo("hook");
        assertThat(answer.json().path("version").asString()).isEqualTo("1");
        assertThat(answer.json().path("memory").asString()).isEqualTo("512");
        assertThat(answer.json().path("handler").asString()).isEqualTo("app.handler");
        assertThat(apps.states("hook")).containsExactly("ready");
    }

    @Test
    void a_handler_in_java_runs_by_the_runtime_of_aws() throws IOException {
        // Given
        String dockerfile =
                "FROM "
                        + JAVA
                        + "\nWORKDIR /var/task\nENTRYPOINT [\"/opt/java/bin/java\","
                        + " \"-XX:TieredStopAtLevel=1\", \"-cp\", \"/var/task:/opt/ric/*\","
                        + " \"com.amazonaws.services.lambda.runtime.api.client.AWSLambda\"]\n"
                        + "CMD [\"dev.fairlead.endtoend.JavaHandler::handle\"]\n"
                        + "ENV LAMBDA_TASK_ROOT=/var/task\n";
        // When
        Said said = apps.deploy("java", Map.of("Dockerfile", dockerfile));
        // Then
        assertThat(said.exit()).as(said.text()).isZero();
        var answer = apps.fairlead.get("/fn/apps/java/there");
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("/there by Java 25");
        assertThat(apps.fairlead.get("/fn/apps/java/fail").status()).isEqualTo(502);
        assertThat(apps.fairlead.get("/fn/apps/java/again").status()).isEqualTo(202);
    }

    @Test
    void a_failure_is_a_502_without_its_text_and_a_death_is_replaced() throws IOException {
        // Given
        deployed("bad", HANDLER);
        // When
        var failed = apps.fairlead.get("/fn/apps/bad/fails");
        var well = apps.fairlead.get("/fn/apps/bad/well");
        var died = apps.fairlead.get("/fn/apps/bad/dies");
        // Then
        assertThat(failed.status()).isEqualTo(502);
        assertThat(failed.body()).contains("guest-failed").doesNotContain("otter");
        assertThat(well.status()).isEqualTo(201);
        assertThat(died.status()).isEqualTo(502);
        Awaiting.until(
                "it answers again", () -> apps.fairlead.get("/fn/apps/bad/").status() == 201);
    }

    @Test
    void a_stream_has_its_head_and_its_parts() throws IOException {
        // Given
        deployed("stream", STREAM);
        // When
        var answer = apps.fairlead.get("/fn/apps/stream/");
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("part 0\npart 1\npart 2\n");
    }

    @Test
    void strangers_cannot_make_a_request_an_event() throws Exception {
        // Given
        deployed("strict", HANDLER);
        var asked =
                HttpRequest.newBuilder(URI.create(apps.fairlead.url() + "/fn/apps/strict/own"))
                        .header("x-fairlead-invoke", "buffered")
                        .header("X_Fairlead_Invoke", "buffered")
                        .POST(BodyPublishers.ofString("{\"rawPath\": \"/forged\"}"))
                        .build();
        // When
        try (var http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(asked, BodyHandlers.ofString());
            // Then
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).contains("\"path\":\"/own\"");
        }
    }

    @Test
    void a_server_that_starts_again_starts_them_anew() throws Exception {
        // Given
        deployed("again", HANDLER);
        // When
        apps.fairlead.stop();
        apps.fairlead.startAgain();
        apps.fairlead.ready();
        // Then
        Awaiting.until(
                "it answers again", () -> apps.fairlead.get("/fn/apps/again/").status() == 201);
        Awaiting.until("one instance is left", () -> apps.states("again").equals(List.of("ready")));
    }

    @Test
    void awss_own_client_invokes_it() throws Exception {
        // Given
        deployed("sdk", HANDLER);
        deployed("flow", STREAM);
        // When
        String said = AwsClient.run(SDK, apps.fairlead.url(), apps.fairlead.key());
        // Then
        assertThat(said.lines())
                .containsExactly(
                        "answer 201 1",
                        "failed Unhandled the otter is out Error",
                        "event 202",
                        "dry 204",
                        "stream part 0|part 1|part 2|",
                        "complete",
                        "missing function-not-found 404",
                        "stranger unauthenticated 401");
    }

    @Test
    void a_handler_that_is_not_there_fails_the_deployment_and_says_so() throws IOException {
        // When
        Said said = apps.deploy("none", function("export const other = 1;"));
        // Then
        assertThat(said.exit()).isNotZero();
        assertThat(said.text()).contains("Runtime.HandlerNotFound");
        assertThat(apps.newest("none").path("failure").path("code").asString())
                .isEqualTo("start-failed");
    }
}
