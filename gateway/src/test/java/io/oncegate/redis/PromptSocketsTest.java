package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.resource.EpollProvider;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A Redis whose host has vanished is noticed within seconds, unless the application says when. */
class PromptSocketsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aConnectionThatNobodyAnswersIsGivenUpAfterSeconds() {
        SocketOptions prompt = PromptSockets.from(SocketOptions.create());

        assertThat(prompt.isEnableTcpUserTimeout()).isEqualTo(EpollProvider.isAvailable());
        assertThat(prompt.getTcpUserTimeout().getTcpUserTimeout())
                .isEqualTo(
                        EpollProvider.isAvailable()
                                ? Duration.ofSeconds(5)
                                : TcpUserTimeoutOptions.DEFAULT_TCP_USER_TIMEOUT);
    }

    @Test
    void aConnectionOnWhichNothingIsSentIsAskedWhetherItLives() {
        KeepAliveOptions prompt = PromptSockets.from(SocketOptions.create()).getKeepAlive();

        assertThat(prompt.isEnabled()).isTrue();
        assertThat(prompt.getIdle().plus(prompt.getInterval().multipliedBy(prompt.getCount())))
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatTheApplicationSaysStands() {
        SocketOptions said = SocketOptions.builder()
                .keepAlive(KeepAliveOptions.builder().enable().idle(SECOND).build())
                .tcpUserTimeout(TcpUserTimeoutOptions.builder()
                        .enable()
                        .tcpUserTimeout(SECOND)
                        .build())
                .connectTimeout(SECOND)
                .build();

        SocketOptions prompt = PromptSockets.from(said);

        assertThat(prompt.getKeepAlive().getIdle()).isEqualTo(SECOND);
        assertThat(prompt.getTcpUserTimeout().getTcpUserTimeout()).isEqualTo(SECOND);
        assertThat(prompt.getConnectTimeout()).isEqualTo(SECOND);
    }
}
