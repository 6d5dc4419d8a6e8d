package io.oncegate.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * An answer that comes before the request's body, a refusal, leaves the connection fit for the next request, whenever the
 * body comes. Up to reactor-netty 1.3.7 one in twenty such connections was not read any more.
 */
class EarlyAnswerTest {

    private static final String BODY = "{\"amount\":\"1\"}";
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
    private static final int ROUNDS = 400;
    private static final int DEADLINE_MILLIS = 20_000;

    @Test
    void theNextRequestIsAnsweredWheneverTheBodyComes() throws Exception {
        try (Operations operations = new Operations();
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), operations.gateway().managementPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(DEADLINE_MILLIS);
            for (int round = 0; round < ROUNDS; round++) {
                send(socket, "POST /actuator/touch HTTP/1.1\r\nHost: x\r\nContent-Length: " + BODY.length());
                spin(round % 64 * 20_000L);
                socket.getOutputStream().write(BODY.getBytes(US_ASCII));
                assertThat(status(socket)).isEqualTo("HTTP/1.1 401");

                send(socket, "GET /actuator/touch HTTP/1.1\r\nHost: x");
                assertThat(status(socket)).as("after round %s", round).isEqualTo("HTTP/1.1 401");
            }
        }
    }

    private static void send(Socket socket, String head) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((head + "\r\n\r\n").getBytes(US_ASCII));
        out.flush();
    }

    /** So short that no timer could measure it out: the body is to come while the answer is being written. */
    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    /** Of the next answer, which is read to its end. */
    private static String status(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            assertThat(next).as("the end of the stream after %s", head).isNotNegative();
            head.append((char) next);
        }
        Matcher length = CONTENT_LENGTH.matcher(head);
        assertThat(length.find()).as("a length in %s", head).isTrue();
        in.readNBytes(Integer.parseInt(length.group(1)));
        return head.substring(0, 12);
    }
}
