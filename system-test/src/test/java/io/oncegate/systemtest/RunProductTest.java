package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.run.Installation;
import io.oncegate.run.Ports;
import io.oncegate.run.RunProduct;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The run command, as somebody types it. */
class RunProductTest {

    private static final String BODY = "{\"prodCode\":\"SKU-1\",\"amount\":\"12.50\"}";

    /** For Java machines whose end is what matters; one test starts everything just as somebody does. */
    private static final Map<String, String> SHORT_LIVED = Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");

    @Test
    void itRunsBothApplicationsAndLeavesNothingWhenToldToStop() throws Exception {
        int port = OwnPorts.any();
        Process run = start(port, Map.of());
        try {
            String said = readUntil(run, "psql");
            assertThat(said).contains("alice/alice", "redis-cli -p", "http://localhost:" + port + "/api/orders");
            assertThat(said).contains("order page http://localhost:" + port + "/", "/operators/");
            Http http = new Http(URI.create("http://127.0.0.1:" + port));
            assertThat(http.send(http.anonymously("/")).body()).contains("<title>");
            String key = Http.newKey();
            Http.Reply first = placed(http, key);
            Http.Reply again = http.post("alice", "/api/orders", key, BODY);
            assertThat(first.status()).isEqualTo(201);
            assertThat(again.isReplay()).isTrue();
            assertThat(again.body()).isEqualTo(first.body());

            List<ProcessHandle> family = run.descendants().toList();
            assertThat(family).hasSizeGreaterThanOrEqualTo(3);
            run.toHandle().destroy();

            readUntil(run, "Stopped.");
            assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(family).noneMatch(ProcessHandle::isAlive);
        } finally {
            end(run);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "order-backend"})
    void oneThatEndsTakesTheOtherAlongAndIsNamed(String module) throws Exception {
        Process run = start(OwnPorts.any(), SHORT_LIVED);
        try {
            int postgres = postgresPort(readUntil(run, "psql"));
            List<ProcessHandle> family = run.descendants().toList();

            application(run, module).destroyForcibly();

            assertThat(readUntil(run, "Stopped.")).contains(module + " has ended (exit code 137)");
            assertThat(run.waitFor()).isEqualTo(1);
            assertThat(family).noneMatch(ProcessHandle::isAlive);
            assertThat(Ports.isFree(postgres)).isTrue();
        } finally {
            end(run);
        }
    }

    @Test
    void killedItselfItLeavesNothingEither() throws Exception {
        Process run = start(OwnPorts.any(), SHORT_LIVED);
        List<ProcessHandle> family = new ArrayList<>();
        try {
            int postgres = postgresPort(readUntil(run, "psql"));
            run.descendants().forEach(family::add);

            run.destroyForcibly().waitFor();

            CompletableFuture.allOf(family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(60, TimeUnit.SECONDS);
            assertThat(Ports.isFree(postgres)).isTrue();
        } finally {
            family.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void aTakenPortIsNamedAndNothingStarts() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process run = start(taken.getLocalPort(), SHORT_LIVED);
            String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(run.waitFor()).isEqualTo(1);
            assertThat(said).contains("Port " + taken.getLocalPort() + " is taken", "-Doncegate.port=");
        }
    }

    /** As a patient client does: a busy machine's first answers may be "not now, same key again". */
    private static Http.Reply placed(Http http, String key) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        Http.Reply reply = http.post("alice", "/api/orders", key, BODY);
        while (reply.body().contains("\"retryable\":true") && System.nanoTime() < deadline) {
            reply = http.post("alice", "/api/orders", key, BODY);
        }
        return reply;
    }

    private static Process start(int port, Map<String, String> environment) throws IOException {
        Path classes = Path.of(RunProduct.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        ProcessBuilder run = new ProcessBuilder(
                        Installation.java().toString(),
                        "-cp",
                        classes.toString(),
                        "-Doncegate.home=" + Installation.find().root(),
                        "-Doncegate.port=" + port,
                        "-Doncegate.management-port=" + OwnPorts.any(),
                        "-Doncegate.orders-port=" + OwnPorts.any(),
                        "-Doncegate.orders-management-port=" + OwnPorts.any(),
                        "-Doncegate.redis-port=" + OwnPorts.any(),
                        "-Doncegate.postgres-port=" + OwnPorts.any(),
                        RunProduct.class.getName())
                .redirectErrorStream(true);
        run.environment().putAll(environment);
        return run.start();
    }

    /** PostgreSQL makes itself nobody's child, so only its port tells whether it still runs. */
    private static int postgresPort(String said) {
        Matcher port = Pattern.compile("psql -h localhost -p (\\d+)").matcher(said);
        assertThat(port.find()).isTrue();
        return Integer.parseInt(port.group(1));
    }

    private static ProcessHandle application(Process run, String module) {
        Predicate<String> isIt = command -> command.contains("/" + module + "-") && command.contains("-exec.jar");
        return run.children()
                .filter(child -> child.info().commandLine().filter(isIt).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static String readUntil(Process run, String end) throws IOException {
        BufferedReader output = run.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.contains(end)) {
                return said.toString();
            }
        }
        throw new AssertionError("it ended without \"" + end + "\", but said: " + said);
    }

    private static void end(Process run) throws InterruptedException {
        run.toHandle().destroy();
        if (!run.waitFor(60, TimeUnit.SECONDS)) {
            run.descendants().forEach(ProcessHandle::destroyForcibly);
            run.destroyForcibly();
        }
    }
}
