"""The Whisper architecture, small, in the form that training needs.

Whisper pads every window to 30 s. Instead of encoding 1500 positions for an utterance of 3 s, training encodes the
utterance and a random sample of the padding, each sampled position weighing as much in every attention as the
padding positions that it stands for. The finished network then hears padded windows as it was trained.
"""

import math
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

MAX_POSITIONS = 1500
MAX_TOKENS = 448


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a network."""

    tokens: int
    ctc_labels: int
    width: int = 160
    feed_forward: int = 640
    heads: int = 5
    encoder_layers: int = 3
    decoder_layers: int = 2
    mels: int = 80

    def as_dict(self) -> dict[str, int]:
        """For a checkpoint."""
        return asdict(self)


def sinusoids(length: int, width: int) -> Tensor:
    """Whisper's fixed encoder positions, shape (length, width)."""
    step = math.log(10000) / (width // 2 - 1)
    angles = torch.arange(length)[:, None] * torch.exp(-step * torch.arange(width // 2))[None, :]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Attention(nn.Module):
    """Multi-head attention; the key projection has no bias, as in Whisper."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def forward(self, x: Tensor, memory: Tensor, bias: Tensor | None = None, *, causal: bool = False) -> Tensor:
        """Attend from *x* to *memory*; *bias* is added to every query's scores."""
        query, key, value = self._split(self.query(x)), self._split(self.key(memory)), self._split(self.value(memory))
        # Written out: on a CPU the backward pass of scaled_dot_product_attention takes several times as long.
        scores = (query * (query.shape[-1] ** -0.5)) @ key.transpose(-1, -2)
        if bias is not None:
            scores = scores + bias.to(scores.dtype)
        if causal:
            future = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
            scores = scores.masked_fill(future, float("-inf"))
        heard = scores.softmax(-1, dtype=scores.dtype) @ value
        return self.out(heard.transpose(1, 2).flatten(2))

    def log_weights(self, x: Tensor, memory: Tensor, bias: Tensor, heads: int) -> Tensor:
        """The logarithm of the attention of the first *heads* heads, shape (batch, heads, queries, keys)."""
        query, key = self._split(self.query(x))[:, :heads], self._split(self.key(memory))[:, :heads]
        scores = (query @ key.transpose(-1, -2)).float() / math.sqrt(query.shape[-1])
        return (scores + bias).log_softmax(-1)


class Layer(nn.Module):
    """One encoder layer, or one decoder layer if *crossed*."""

    def __init__(self, shape: Shape, *, crossed: bool) -> None:
        super().__init__()
        self.attention = Attention(shape.width, shape.heads)
        self.attention_norm = nn.LayerNorm(shape.width)
        if crossed:
            self.cross = Attention(shape.width, shape.heads)
            self.cross_norm = nn.LayerNorm(shape.width)
        self.up = nn.Linear(shape.width, shape.feed_forward)
        self.down = nn.Linear(shape.feed_forward, shape.width)
        self.norm = nn.LayerNorm(shape.width)

    def feed(self, x: Tensor) -> Tensor:
        """The feed-forward half."""
        return x + self.down(functional.gelu(self.up(self.norm(x))))


class Whisper(nn.Module):
    """Encoder, decoder, and a CTC head that only training uses."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.conv1 = nn.Conv1d(shape.mels, shape.width, 3, padding=1)
        self.conv2 = nn.Conv1d(shape.width, shape.width, 3, stride=2, padding=1)
        self.register_buffer("positions", sinusoids(MAX_POSITIONS, shape.width), persistent=False)
        self.encoder = nn.ModuleList(Layer(shape, crossed=False) for _ in range(shape.encoder_layers))
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.ctc = nn.Linear(shape.width, shape.ctc_labels)
        self.embedding = nn.Embedding(shape.tokens, shape.width)
        self.token_positions = nn.Parameter(torch.randn(MAX_TOKENS, shape.width) * 0.01)
        self.decoder = nn.ModuleList(Layer(shape, crossed=True) for _ in range(shape.decoder_layers))
        self.decoder_norm = nn.LayerNorm(shape.width)
        nn.init.normal_(self.embedding.weight, std=0.02)

    def _convolved(self, mel: Tensor) -> Tensor:
        return functional.gelu(self.conv2(functional.gelu(self.conv1(mel)))).transpose(1, 2)

    def encode(self, mel: Tensor, sampled_padding: int = 32) -> tuple[Tensor, Tensor]:
        """Encode (batch, mels, frames) as if padded to 30 s.

        Returns:
            The states, (batch, positions, width), those of the sampled padding last; and the bias that every
            attention to them must add, (1, 1, 1, positions).
        """
        x = self._convolved(mel)
        length = x.shape[1]
        x = x + self.positions[:length]
        bias = torch.zeros(length)
        left = MAX_POSITIONS - length
        if sampled_padding and left > 0:
            count = min(sampled_padding, left)
            where = length + ((torch.arange(count) + torch.rand(count)) * left / count).long()
            silence = self._convolved(torch.zeros(1, self.shape.mels, 16))[:, 4:5]
            padding = (silence + self.positions[where]).expand(x.shape[0], -1, -1)
            x = torch.cat([x, padding.to(x.dtype)], dim=1)
            bias = torch.cat([bias, torch.full((count,), math.log(left / count))])
        bias = bias[None, None, None]
        for layer in self.encoder:
            normed = layer.attention_norm(x)
            x = layer.feed(x + layer.attention(normed, normed, bias))
        return self.encoder_norm(x), bias

    def decode(self, tokens: Tensor, heard: Tensor, bias: Tensor, watched_heads: int = 0) -> tuple[Tensor, Tensor]:
        """Next-token states (not yet logits), and the first *watched_heads* heads' log-attention in every layer."""
        x = self.embedding(tokens) + self.token_positions[: tokens.shape[1]]
        watched = []
        for layer in self.decoder:
            normed = layer.attention_norm(x)
            x = x + layer.attention(normed, normed, causal=True)
            normed = layer.cross_norm(x)
            if watched_heads:
                watched.append(layer.cross.log_weights(normed, heard, bias, watched_heads))
            x = layer.feed(x + layer.cross(normed, heard, bias))
        return self.decoder_norm(x), torch.stack(watched) if watched else torch.zeros(())

    def logits(self, states: Tensor) -> Tensor:
        """The scores of every token; the output projection is the embedding."""
        return functional.linear(states, self.embedding.weight)
