"""Prints the values that src/Lab/Commands/DoctorCommand.cs expects, as PyTorch computes them."""
import torch
import torch.nn.functional as F

picture = (torch.arange(32) % 7 - 3).float().view(1, 2, 4, 4)
kernel = (torch.arange(36) % 5 - 2).float().view(2, 2, 3, 3)
print("convolution:", [int(value) for value in F.conv2d(picture, kernel, padding=1).flatten()])

rows = torch.tensor([[1.0, 2.0], [-1.0, 0.5], [0.0, -2.0], [3.0, 1.0]])
truth = torch.tensor([1.0, 0.0, 0.0, 1.0])
weight = torch.tensor([[0.25, -0.5]], requires_grad=True)
bias = torch.tensor([0.125], requires_grad=True)
optimizer = torch.optim.SGD([weight, bias], lr=0.5)
loss = F.binary_cross_entropy_with_logits(F.linear(rows, weight, bias).squeeze(1), truth)
loss.backward()
optimizer.step()
after = F.binary_cross_entropy_with_logits(F.linear(rows, weight, bias).squeeze(1), truth)
print("training step:", [round(float(value), 6) for value in (loss, after, *weight[0], bias[0])])
