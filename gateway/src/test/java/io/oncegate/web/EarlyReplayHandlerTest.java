package io.oncegate.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.Test;

/** One connection on which retries are held back: whatever comes of it, the server and the client see requests and answers in order. */
class EarlyReplayHandlerTest extends EarlyConnection {

    @Test
    void anAnswerThatIsThereIsGivenAndTheServerSeesNothing() {
        channel.writeInbound(head("/retry/1", 2), last("{}"));
        assertThat(asked.get(0).body).isEqualTo("{}");
        assertThat(asked.get(0).ended).isFalse();

        asked.get(0).is("kept 1");

        assertThat(answers()).containsExactly("kept 1");
        assertThat(asked.get(0).ended).isTrue();
        assertThat(server).containsOnly("complete");
    }

    @Test
    void aRetryWithoutAnAnswerGoesOnAsItCame() {
        channel.writeInbound(head("/retry/1", 2), content("{"), last("}"));
        assertThat(server).containsOnly("complete");
        server.clear();

        asked.get(0).isNot();

        assertThat(server).containsExactly("/retry/1", "{", "}.", "complete");
        assertThat(asked.get(0).ended).isTrue();
    }

    @Test
    void whatFailsToBeLookedForGoesOn() {
        channel.writeInbound(head("/retry/1", 2), last("{}"));
        asked.get(0).answer.tryEmitError(new IllegalStateException("gone")).orThrow();
        assertThat(server).containsSubsequence("/retry/1", "{}.", "complete");
    }

    @Test
    void whoeverThrowsIsPassedBy() {
        channel.writeInbound(head("/throws/in-look", 2), last("{}"));
        assertThat(server).containsExactly("/throws/in-look", "{}.", "complete");
        answered();
        channel.writeInbound(head("/throws/in-ask", 2), last("{}"));
        assertThat(server).containsExactly("/throws/in-ask", "{}.", "complete", "complete");
        answered();
        channel.writeInbound(head("/retry/1", 2), last("{}"));
        asked.get(1)
                .answer
                .tryEmitValue(() -> {
                    throw new IllegalStateException("cannot be written");
                })
                .orThrow();
        assertThat(server).containsSubsequence("/retry/1", "{}.", "complete");
        assertThat(asked).allSatisfy(it -> assertThat(it.ended).isTrue());
    }

    @Test
    void anAnswerThatIsThereAtOnceIsGivenAtOnce() {
        channel.writeInbound(head("/at-once/1", 0), last(""));
        assertThat(answers()).containsExactly("at once");
        channel.writeInbound(head("/never/1", 0), last(""));
        assertThat(server).containsSubsequence("/never/1", ".");
    }

    @Test
    void otherRequestsGoOnAtOnce() {
        channel.writeInbound(head("/other", 2), last("{}"));
        assertThat(server).containsExactly("/other", "{}.", "complete");
        assertThat(asked).isEmpty();
    }

    @Test
    void aBodyThatIsNotThereYetIsTheServersToWaitFor() {
        channel.writeInbound(head("/retry/1", 2), content("{"));
        assertThat(server).containsExactly("/retry/1", "{", "complete");

        channel.writeInbound(last("}"));

        assertThat(server).containsExactly("/retry/1", "{", "complete", "}.", "complete");
        assertThat(asked.get(0).body).isNull();
        assertThat(asked.get(0).ended).isTrue();
    }

    @Test
    void aBodyThatIsLongerOrShorterThanItSaysGoesOn() {
        channel.writeInbound(head("/retry/1", 1), last("{}"));
        assertThat(server).containsExactly("/retry/1", "{}.", "complete");
        answered();
        channel.writeInbound(head("/retry/2", 3), last("{}"));
        assertThat(server).containsExactly("/retry/2", "{}.", "complete");
    }

    @Test
    void aBodyThatCannotBeReadGoesOn() {
        HttpContent broken = last("");
        broken.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("chunk")));
        channel.writeInbound(head("/retry/1", 0), broken);
        assertThat(server).containsExactly("/retry/1", ".", "complete");
    }

    @Test
    void whatComesMeanwhileWaitsAndIsLookedAtInItsTurn() {
        channel.writeInbound(head("/retry/1", 2), last("{}"), head("/retry/2", 2), last("[]"), head("/other", 0));
        channel.writeInbound(last(""), head("/retry/3", 0), last(""));
        assertThat(asked).hasSize(1);
        assertThat(server).containsOnly("complete");

        asked.get(0).is("kept 1");
        assertThat(asked).hasSize(2);
        assertThat(server).containsOnly("complete");
        asked.get(1).is("kept 2");

        // the third has to wait for the server's answer to the one before it, and goes the same way
        assertThat(server).containsSubsequence("/other", ".", "/retry/3", ".", "complete");
        assertThat(answers()).containsExactly("kept 1", "kept 2");
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatComesBehindARetryWithoutAnAnswerGoesOnBehindIt() {
        channel.writeInbound(head("/retry/1", 2), last("{}"), head("/retry/2", 2), last("[]"));
        asked.get(0).isNot();
        assertThat(server).containsSubsequence("/retry/1", "{}.", "/retry/2", "[].", "complete");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aServerThatAnswersAtOnceLeavesTheNextOneToBeLookedAt() {
        channel.writeInbound(head("/retry/answered", 2), last("{}"), head("/retry/2", 2), last("[]"));
        asked.get(0).isNot();
        assertThat(server).containsSubsequence("/retry/answered", "{}.").doesNotContain("/retry/2");
        asked.get(1).is("kept 2");
        assertThat(answers()).containsExactly("from the server", "kept 2");
    }

    @Test
    void aFollowerWhoseBodyIsNotThereYetGoesOn() {
        channel.writeInbound(head("/retry/1", 2), last("{}"), head("/retry/2", 2));
        asked.get(0).is("kept 1");
        assertThat(server).containsSubsequence("/retry/2", "complete");
        channel.writeInbound(last("[]"));
        assertThat(server).endsWith("[].", "complete");
    }

    @Test
    void nothingIsAnsweredWhileTheServerOwesAnAnswer() {
        channel.writeInbound(head("/other", 0), last(""));
        channel.writeInbound(head("/retry/1", 0), last(""));
        assertThat(asked).isEmpty();
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        channel.writeInbound(head("/retry/2", 0), last(""));
        assertThat(asked).isEmpty();
        answered();
        answered();

        channel.writeInbound(head("/retry/3", 0), last(""));

        assertThat(asked).hasSize(1);
    }

    @Test
    void aClientThatLeavesLeavesNothingBehind() {
        channel.writeInbound(head("/retry/1", 2), last("{}"), head("/retry/2", 2), last("[]"));
        channel.pipeline().fireChannelInactive();
        assertThat(asked.get(0).ended).isTrue();

        asked.get(0).is("kept 1");

        assertThat(answers()).isEmpty();
        assertThat(server).containsOnly("complete", "inactive");
    }

    @Test
    void aClientThatLeavesInTheMiddleOfItsBodyLeavesNothingBehind() {
        channel.pipeline().fireChannelRead(head("/retry/1", 2));
        channel.pipeline().fireChannelRead(content("{"));
        channel.pipeline().fireChannelInactive();
        assertThat(asked.get(0).ended).isTrue();
        assertThat(server).containsOnly("inactive");
    }

    @Test
    void aServerThatClosesWaitsForTheAnswerThatIsUnderWay() {
        channel.writeInbound(head("/retry/1", 2), last("{}"), head("/retry/2", 0));
        ChannelFuture closed = channel.close();
        assertThat(closed.isDone()).isFalse();

        asked.get(0).is("kept 1");

        assertThat(answers()).containsExactly("kept 1");
        assertThat(closed.isSuccess()).isTrue();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aServerThatClosesIsNotBotheredWithARetryWithoutAnAnswer() {
        channel.writeInbound(head("/retry/1", 2), last("{}"));
        ChannelFuture closed = channel.close();

        asked.get(0).isNot();

        assertThat(closed.isSuccess()).isTrue();
        assertThat(server).doesNotContain("/retry/1");
    }

    @Test
    void aConnectionWithNothingUnderWayIsClosedAtOnce() {
        assertThat(channel.close().isSuccess()).isTrue();
    }

    @Test
    void theNextRequestIsReadWhileARetryWaitsAndNoMoreThanThat() {
        channel.config().setAutoRead(false);
        channel.pipeline().fireChannelRead(head("/retry/1", 2));
        channel.pipeline().fireChannelRead(last("{}"));
        reads = 0;
        channel.pipeline().fireChannelReadComplete();
        assertThat(reads).isEqualTo(1);

        channel.pipeline().fireChannelRead(head("/retry/2", 2));
        channel.pipeline().fireChannelReadComplete();
        assertThat(reads).isEqualTo(1);
        channel.pipeline().fireChannelRead(last("{}"));
        channel.pipeline().fireChannelReadComplete();
        asked.get(0).is("kept 1");

        assertThat(reads).isEqualTo(2);
        asked.get(1).is("kept 2");
        assertThat(reads).as("it has been asked for already").isEqualTo(2);
    }
}
