package io.oncegate.web;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: holds a request back while its answer is looked for, and lets it go on where there is none. All on the
 * connection's own event loop.
 *
 * <p>Answers leave in the order of their requests: nothing is answered here while the server owes an answer, and what comes
 * meanwhile waits.
 */
final class EarlyReplayHandler extends ChannelDuplexHandler {

    private static final Logger LOG = LoggerFactory.getLogger(EarlyReplayHandler.class);

    private final EarlyRetry.Finder retries;
    /** What was read and has not been answered or passed on, in order; the request that is looked at comes first. */
    private final Queue<Object> held = new ArrayDeque<>();
    /** The request that is looked at. */
    private @Nullable HeldRetry look;

    private final OwedAnswers owed = new OwedAnswers();
    /** Whether more was asked for and has not come yet. */
    private boolean reading;

    /** The last answer that was given here. */
    private @Nullable ChannelFuture written;
    /** Whether the client has to take what it was answered before anything else is looked at. */
    private boolean stalled;

    private @Nullable ChannelPromise closing;

    EarlyReplayHandler(EarlyRetry.Finder retries) {
        this.retries = retries;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (look == null && !stalled) {
            first(context, message);
            return;
        }
        held.add(message);
        if (look == null || look.isAsked()) {
            return;
        }
        if (!look.take(message)) {
            passOn(context, look);
        } else if (look.isWhole()) {
            ask(context, look);
        }
    }

    private void ask(ChannelHandlerContext context, HeldRetry retry) {
        retry.ask(context.executor(), response -> {
            if (response == null) {
                goesOn(context, retry);
            } else {
                written = context.writeAndFlush(response);
                next(context, retry.messages());
            }
        });
    }

    private void goesOn(ChannelHandlerContext context, HeldRetry retry) {
        if (closing != null) {
            // the server takes nothing on any more, and nobody has begun with it
            letGo();
            var unused = context.close(closing);
        } else {
            passOn(context, retry);
            channelReadComplete(context);
        }
    }

    private void first(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            if (owed.isNone() && !(message instanceof HttpContent)) {
                Optional<EarlyRetry> retry = look(context, request);
                if (retry.isPresent()) {
                    look = new HeldRetry(retry.get());
                    held.add(message);
                    return;
                }
            }
            owed.requested();
        }
        context.fireChannelRead(message);
    }

    private Optional<EarlyRetry> look(ChannelHandlerContext context, HttpRequest request) {
        try {
            return retries.look(context.channel(), request);
        } catch (RuntimeException e) {
            LOG.debug("a request is not looked at early", e);
            return Optional.empty();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        if (look != null && !look.isAsked()) {
            // the rest of it may take its time, which is for the server to wait for
            passOn(context, look);
        } else if (look != null && held.size() == look.messages()) {
            // for the next request, and to see the client leave
            read(context);
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void read(ChannelHandlerContext context) {
        reading = true;
        context.read();
    }

    /** As if nobody had looked at it. */
    private void passOn(ChannelHandlerContext context, HeldRetry retry) {
        end();
        Object[] all = drained();
        owed.requested();
        for (int i = 0; i < all.length; i++) {
            if (i < retry.messages()) {
                context.fireChannelRead(all[i]);
            } else {
                channelRead(context, all[i]);
            }
        }
    }

    private Object[] drained() {
        Object[] all = held.toArray();
        held.clear();
        return all;
    }

    private void end() {
        if (look != null) {
            look.end();
            look = null;
        }
    }

    /** Ends the look at a request that was answered, and turns to what came meanwhile. */
    private void next(ChannelHandlerContext context, int answered) {
        end();
        for (int i = 0; i < answered; i++) {
            ReferenceCountUtil.release(held.poll());
        }
        if (closing != null) {
            closeWhenWritten(context, closing);
        } else if (context.channel().isWritable()) {
            goOn(context);
        } else {
            stalled = true;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (stalled && context.channel().isWritable()) {
            stalled = false;
            goOn(context);
        }
        context.fireChannelWritabilityChanged();
    }

    private void goOn(ChannelHandlerContext context) {
        if (held.isEmpty()) {
            if (!reading) {
                read(context);
            }
            return;
        }
        for (Object message : drained()) {
            channelRead(context, message);
        }
        channelReadComplete(context);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        owed.written(message);
        var unused = context.write(message, promise);
    }

    /** A server that ends closes connections with nothing owed: an answer that is under way is given first. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (closing != null) {
            // it insists
            var unused = context.close(promise);
            return;
        }
        closing = promise;
        if (look == null || !look.isAsked()) {
            closeWhenWritten(context, promise);
        }
    }

    private void closeWhenWritten(ChannelHandlerContext context, ChannelPromise promise) {
        if (written == null || written.isDone()) {
            var unused = context.close(promise);
        } else {
            var unused = written.addListener(done -> {
                var unusedToo = context.close(promise);
            });
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        letGo();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        letGo();
    }

    private void letGo() {
        end();
        for (Object message : drained()) {
            ReferenceCountUtil.release(message);
        }
    }
}
