package io.oncegate.autoconfigure.planted;

import io.oncegate.app.planted.KnowsCore;

/** Must never be written in the main code. */
public interface KnowsApp {
    void with(KnowsCore app);
}
