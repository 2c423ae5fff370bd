#!/usr/bin/env node
import '../../../scripts/polyphony.mjs';
