package io.oncegate.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A client that sends retries and is slow to take their answers is not answered faster than it takes them. */
class SlowClientTest extends EarlyConnection {

    private final ChannelOutboundBuffer answers =
            Objects.requireNonNull(channel.unsafe().outboundBuffer());

    @Test
    void nothingMoreIsReadOrLookedAtUntilItHasTakenWhatItWasAnswered() {
        channel.config().setAutoRead(false);
        channel.writeInbound(head("/retry/1", 0), last(""), head("/retry/2", 0), last(""));
        answers.setUserDefinedWritability(1, false);
        reads = 0;
        asked.get(0).is("kept 1");
        // had been asked for before
        channel.writeInbound(head("/retry/3", 0), last(""));

        assertThat(asked).hasSize(1);
        assertThat(reads).isZero();

        answers.setUserDefinedWritability(1, true);
        channel.runPendingTasks();

        assertThat(asked).hasSize(2);
        asked.get(1).is("kept 2");
        asked.get(2).is("kept 3");
        assertThat(answers()).containsExactly("kept 1", "kept 2", "kept 3");
        assertThat(reads).isPositive();
    }

    @Test
    void itMayLeaveMeanwhile() {
        channel.writeInbound(head("/retry/1", 0), last(""), head("/retry/2", 2), last("{}"));
        answers.setUserDefinedWritability(1, false);
        asked.get(0).is("kept 1");
        channel.pipeline().fireChannelInactive();
        answers.setUserDefinedWritability(1, true);
        channel.runPendingTasks();
        assertThat(asked).hasSize(1);
    }

    @Test
    void aServerThatClosesLetsItTakeAllOfItsAnswer() {
        slowClient = new ArrayList<>();
        channel.writeInbound(head("/retry/1", 0), last(""));
        ChannelFuture closed = channel.close();
        asked.get(0).is("kept 1");
        assertThat(closed.isDone()).isFalse();

        slowClient.forEach(Runnable::run);

        assertThat(answers()).containsExactly("kept 1");
        assertThat(closed.isSuccess()).isTrue();
    }

    @Test
    void aServerThatClosesAfterTheAnswerWasGivenLetsItTakeAllOfIt() {
        slowClient = new ArrayList<>();
        channel.writeInbound(head("/retry/1", 0), last(""));
        asked.get(0).is("kept 1");
        ChannelFuture closed = channel.close();
        assertThat(closed.isDone()).isFalse();

        slowClient.forEach(Runnable::run);

        assertThat(answers()).containsExactly("kept 1");
        assertThat(closed.isSuccess()).isTrue();
    }

    @Test
    void aServerThatInsistsIsNotKeptWaiting() {
        slowClient = new ArrayList<>();
        channel.writeInbound(head("/retry/1", 0), last(""));
        asked.get(0).is("kept 1");
        ChannelFuture closed = channel.close();

        assertThat(channel.close().isSuccess()).isTrue();

        slowClient.forEach(Runnable::run);
        assertThat(closed.isSuccess()).isTrue();
    }
}
