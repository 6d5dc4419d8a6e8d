package io.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

/** The profile {@code embedded}: a real Redis that comes and goes with the gateway. */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedRedisTest {

    @Test
    void theGatewayUsesItAndTakesItAwayWithEverythingOfIt(CapturedOutput output) {
        EmbeddedRedis redis;
        try (RunningGateway gateway = new RunningGateway("spring.profiles.active=embedded")) {
            redis = gateway.application().getBean(EmbeddedRedis.class);
            assertThat(redis.process().isAlive()).isTrue();
            assertThat(gateway.application()
                            .getBean(DataRedisConnectionDetails.class)
                            .getStandalone())
                    .satisfies(details -> assertThat(details.getPort()).isEqualTo(redis.port()));
            assertThat(gateway.application()
                            .getBean(ReactiveRedisConnectionFactory.class)
                            .getReactiveConnection()
                            .ping()
                            .block())
                    .isEqualTo("PONG");
        }
        assertThat(redis.process().isAlive()).isFalse();
        assertThat(redis.directory()).doesNotExist();
        assertThat(output).contains("redis-cli -p " + redis.port() + " --scan");
    }

    @Test
    void itForgetsNothingWhileItRunsAndWritesNothingDown() throws Exception {
        try (EmbeddedRedis redis = new EmbeddedRedis(0)) {
            assertThat(told(redis, "CONFIG GET maxmemory-policy")).isEqualTo("noeviction");
            assertThat(told(redis, "CONFIG GET save")).isEmpty();
            assertThat(told(redis, "CONFIG GET appendonly")).isEqualTo("no");
            assertThat(told(redis, "CONFIG GET bind")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void aPortThatIsTakenIsSaidAndNothingIsLeftBehind() throws IOException {
        Set<ProcessHandle> before = children();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> new EmbeddedRedis(taken.getLocalPort()).close())
                    .hasMessageContaining("did not start on port " + taken.getLocalPort())
                    .hasMessageContaining("Failed listening on port");
        }
        // the guard was told to end, which takes it a moment
        await().untilAsserted(() -> assertThat(before).containsAll(children()));
    }

    /** What closes the pipe is the end of this process; here the test closes it in its stead. */
    @Test
    void aGatewayThatIsKilledTakesItsRedisAlong() throws Exception {
        Set<ProcessHandle> before = children();
        try (EmbeddedRedis redis = new EmbeddedRedis(0)) {
            ProcessHandle guard = children().stream()
                    .filter(child -> !before.contains(child)
                            && child.pid() != redis.process().pid())
                    .findFirst()
                    .orElseThrow();
            // cat stands for the pipe: once it has ended, the shell goes on
            await().until(() -> guard.children().anyMatch(ProcessHandle::destroy));

            redis.process().onExit().get(10, TimeUnit.SECONDS);
            guard.onExit().get(10, TimeUnit.SECONDS);
            assertThat(redis.directory()).doesNotExist();
        }
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().children().collect(Collectors.toSet());
    }

    /** The value in the reply to a CONFIG GET. */
    private static String told(EmbeddedRedis redis, String command) throws IOException {
        try (Socket socket = new Socket(redis.host(), redis.port())) {
            OutputStream out = socket.getOutputStream();
            out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (int line = 0; line < 4; line++) {
                in.readLine();
            }
            return in.readLine();
        }
    }
}
