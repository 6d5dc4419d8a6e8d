package io.oncegate.core.planted;

import org.springframework.http.HttpStatus;

/** Must never be written in the main code. */
public interface KnowsSpring {
    void with(HttpStatus status);
}
