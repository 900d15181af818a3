"""Imports large parts of the standard library, as honest solutions may.

Verdict: PASSED
"""

import asyncio
import collections.abc
import concurrent.futures
import csv
import decimal
import email
import fractions
import html
import logging
import queue
import threading
import typing
import unittest
