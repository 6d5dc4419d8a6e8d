package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.oncegate.run.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of the Debian package {@code prometheus}. A test that needs one skips itself where there is none, except in CI. */
final class PrometheusPackage {

    private PrometheusPackage() {}

    /** What a program said, and how it ended. */
    record Said(int exit, String text) {}

    /** Checks what is in {@code config/prometheus}. */
    static Said promtool(Path directory, String... arguments) {
        Path program = program("promtool");
        try {
            Process process = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), Arrays.stream(arguments))
                            .toList())
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A server of its own with a configuration, on loopback. */
    static Server serve(Path configuration) {
        Path program = program("prometheus");
        int port = OwnPorts.any();
        try {
            Path directory = Files.createTempDirectory(Application.logs(), "prometheus-");
            ChildProcess process = ChildProcess.start(
                    "prometheus",
                    directory,
                    directory.resolve("prometheus.log"),
                    Map.of(),
                    List.of(
                            program.toString(),
                            "--config.file=" + configuration.toAbsolutePath(),
                            "--storage.tsdb.path=" + directory.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port));
            return new Server(process, URI.create("http://127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A running server. */
    record Server(ChildProcess process, URI uri) implements AutoCloseable {
        @Override
        public void close() {
            process.close();
        }
    }

    private static Path program(String name) {
        Optional<Path> found = Arrays.stream(
                        String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (System.getenv("CI") != null) {
            assertThat(found).as("the program " + name).isPresent();
        }
        assumeTrue(found.isPresent(), "no " + name + " here: it comes with the Debian package prometheus");
        return found.orElseThrow();
    }
}
