package io.oncegate.memory.planted;

import net.jpountz.lz4.LZ4Factory;

/** Must never be written in the main code. */
public interface KnowsLz4 {
    void with(LZ4Factory factory);
}
