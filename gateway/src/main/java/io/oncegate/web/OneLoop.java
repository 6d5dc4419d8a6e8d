package io.oncegate.web;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import reactor.netty.resources.LoopResources;

/**
 * One event loop of somebody else's, for all connections of a client: the client's pool keeps them apart from those of other
 * loops. Nothing here ends it.
 *
 * @param loop the loop
 * @param group that it is one of, by which its owner tells which channels go with it
 * @param owner whose it is
 */
record OneLoop(EventLoop loop, EventLoopGroup group, LoopResources owner) implements LoopResources {

    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return loop;
    }

    @Override
    public EventLoopGroup onClient(boolean useNative) {
        return loop;
    }

    @Override
    public <T extends Channel> T onChannel(Class<T> type, EventLoopGroup group) {
        return owner.onChannel(type, this.group);
    }

    @Override
    public <T extends Channel> Class<? extends T> onChannelClass(Class<T> type, EventLoopGroup group) {
        return owner.onChannelClass(type, this.group);
    }
}
