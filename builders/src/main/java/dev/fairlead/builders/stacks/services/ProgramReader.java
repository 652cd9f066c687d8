package dev.fairlead.builders.stacks.services;

import dev.fairlead.builders.stacks.compose.Folder;
import dev.fairlead.builders.stacks.yaml.Part;
import dev.fairlead.model.stacks.StackService.Healthcheck;
import dev.fairlead.model.stacks.StackService.Program;
import dev.fairlead.model.stacks.StackService.Restart;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a service runs, of which image, how it is asked for its health and when it is started
/// again.
final class ProgramReader {
    private static final Duration LONGEST_STOP = Duration.ofMinutes(10);

    private ProgramReader() {}

    static Program program(Part service, Folder folder) throws IOException {
        Environments environment = Environments.of(service, folder);
        Optional<Duration> grace = service.get("stop_grace_period").flatMap(Amounts::time);
        if (grace.isPresent() && grace.get().compareTo(LONGEST_STOP) > 0) {
            service.refuse("stop_grace_period", "use at most 10m");
        }
        service.get("hostname")
                .ifPresent(host ->
                        host.text()
                                .ifPresent(name -> {
                                    if (!name.matches(
                                            "[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?")) {
                                        host.refuse("is no name of a host");
                                    }
                                }));
        service.get("stop_signal")
                .ifPresent(signal ->
                        signal.text()
                                .ifPresent(name -> {
                                    if (!name.matches("(SIG)?[A-Z][A-Z0-9+-]{1,12}|[0-9]{1,2}")) {
                                        signal.refuse("use a signal such as SIGTERM");
                                    }
                                }));
        service.get("working_dir")
                .ifPresent(at ->
                        at.text()
                                .ifPresent(path -> {
                                    if (!path.startsWith("/")) {
                                        at.refuse("use an absolute path");
                                    }
                                }));
        return new Program(
                "",
                "",
                service.get("entrypoint").flatMap(Words::of),
                service.get("command").flatMap(Words::of),
                environment.values(),
                environment.passed(),
                service.text("user").orElse(""),
                service.text("working_dir").orElse(""),
                service.text("hostname").orElse(""),
                service.text("stop_signal").orElse(""),
                grace.orElse(Duration.ofSeconds(10)));
    }

    static ImageWish image(Part service, Folder folder) {
        Optional<Part> build = service.get("build");
        Optional<String> image = service.text("image");
        Optional<String> policy = service.text("pull_policy");
        policy.ifPresent(word -> {
            if (!word.matches(
                    "always|never|missing|if_not_present|build|daily|weekly|every_[0-9wdhms]+")) {
                service.refuse("pull_policy", "there is no " + word);
            }
        });
        if (build.isPresent()) {
            image.ifPresent(
                    name -> service.remark("is built; the image " + name + " is not asked for"));
            return made(build.get(), folder);
        }
        if (image.isEmpty()) {
            service.refuse("say image: or build:");
        }
        return new ImageWish.Named(
                image.orElse(""), policy.filter(word -> word.equals("never")).isPresent());
    }

    private static ImageWish made(Part build, Folder folder) {
        Keys.BUILD.check(build);
        Optional<Part> said = build.isMapping() ? build.get("context") : Optional.of(build);
        Optional<String> context =
                said.isEmpty()
                        ? Folder.normal(build.node().place().folder())
                        : said.flatMap(
                                part -> part.text().flatMap(text -> folder.inside(part, text)));
        context.filter(at -> !folder.hasFolder(at))
                .ifPresent(at -> build.refuse("there is no folder " + at));
        String at = context.orElse("");
        Optional<Part> inline = build.get("dockerfile_inline");
        Optional<Part> named = build.get("dockerfile");
        String file = at.isEmpty() ? "Dockerfile" : at + "/Dockerfile";
        if (named.isPresent()) {
            Part part = named.get();
            String text = part.text().orElse("");
            Optional<String> path =
                    text.startsWith("/") ? Optional.empty() : Folder.normal(at + "/" + text);
            if (path.isEmpty()) {
                part.refuse(text + " is not in the stack's folder; use a relative path");
            }
            if (inline.isPresent()) {
                part.refuse("say this or dockerfile_inline");
            }
            file = path.orElse(file);
        }
        if (inline.isEmpty() && context.isPresent() && !folder.hasFile(file)) {
            build.refuse("there is no " + file);
        }
        Map<String, Optional<String>> arguments = new TreeMap<>();
        build.get("args")
                .map(Part::pairs)
                .orElse(Map.of())
                .forEach((name, value) -> arguments.put(name, value.flatMap(Part::text)));
        return new ImageWish.Made(
                at, file, inline.flatMap(Part::text), build.text("target").orElse(""), arguments);
    }

    static Optional<Healthcheck> health(Part service) {
        Optional<Part> said = service.get("healthcheck");
        if (said.isEmpty()) {
            return Optional.empty();
        }
        Part health = said.get();
        Keys.HEALTH.check(health);
        if (health.truth("disable")) {
            return Optional.empty();
        }
        Optional<Part> test = health.get("test");
        if (test.isEmpty()) {
            health.refuse("say test:, the command that is run; those of images are not looked at");
            return Optional.empty();
        }
        Optional<List<String>> command = test(test.get());
        return command.map(words ->
                new Healthcheck(
                        words,
                        time(health, "interval", 30),
                        time(health, "timeout", 30),
                        health.get("retries")
                                .flatMap(part -> Amounts.integer(part, 1, 1000))
                                .orElse(3),
                        time(health, "start_period", 0),
                        time(health, "start_interval", 5)));
    }

    private static Duration time(Part health, String key, int seconds) {
        return health.get(key).flatMap(Amounts::time).orElse(Duration.ofSeconds(seconds));
    }

    private static Optional<List<String>> test(Part test) {
        if (!test.isList()) {
            return test.text().map(text -> List.of("/bin/sh", "-c", text));
        }
        List<String> words = test.texts();
        String first = words.isEmpty() ? "" : words.getFirst();
        if (first.equals("NONE")) {
            return Optional.empty();
        }
        boolean shell = first.equals("CMD-SHELL") && words.size() == 2;
        if (!shell && !(first.equals("CMD") && words.size() > 1)) {
            test.refuse("must begin with CMD, CMD-SHELL or NONE, and say a command");
            return Optional.empty();
        }
        return Optional.of(
                shell ? List.of("/bin/sh", "-c", words.get(1)) : words.subList(1, words.size()));
    }

    static Restart restart(Part service) {
        Optional<Part> policy =
                service.get("deploy").flatMap(deploy -> deploy.get("restart_policy"));
        if (policy.isPresent()) {
            return policy(policy.get());
        }
        // Docker would leave what ended; here a crash is not the end of a service.
        String word = service.text("restart").orElse("on-failure");
        if (word.matches("on-failure(:[0-9]{1,6})?")) {
            int colon = word.indexOf(':');
            return new Restart(
                    Restart.Policy.ON_FAILURE,
                    colon < 0 ? 0 : Integer.parseInt(word.substring(colon + 1)));
        }
        return switch (word) {
            case "no", "false" -> new Restart(Restart.Policy.NEVER, 0);
            case "always", "unless-stopped" -> new Restart(Restart.Policy.ALWAYS, 0);
            default -> {
                service.refuse("restart", "use no, always, unless-stopped or on-failure");
                yield new Restart(Restart.Policy.NEVER, 0);
            }
        };
    }

    private static Restart policy(Part said) {
        for (String key : List.of("delay", "window")) {
            said.get(key)
                    .ifPresent(
                            part -> part.remark("is ignored: the server waits longer each time"));
        }
        int most =
                said.get("max_attempts")
                        .flatMap(part -> Amounts.integer(part, 0, 1_000_000))
                        .orElse(0);
        return switch (said.text("condition").orElse("any")) {
            case "none" -> new Restart(Restart.Policy.NEVER, 0);
            case "on-failure" -> new Restart(Restart.Policy.ON_FAILURE, most);
            case "any" -> new Restart(Restart.Policy.ALWAYS, most);
            default -> {
                said.refuse("condition", "use none, on-failure or any");
                yield new Restart(Restart.Policy.NEVER, 0);
            }
        };
    }
}
