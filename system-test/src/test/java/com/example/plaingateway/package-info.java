/** An application that knows nothing of Oncegate but one line of YAML. */
@NullMarked
package com.example.plaingateway;

import org.jspecify.annotations.NullMarked;
